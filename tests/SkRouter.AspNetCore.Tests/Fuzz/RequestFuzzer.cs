using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fuzz;

/// <summary>Makes requests that are nearly right out of right ones: the same ones for the same seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="corpus">Gives right requests.</param>
internal sealed class RequestFuzzer(int seed, Func<Random, FuzzRequest> corpus)
{
    private const string Raw = "\u0001raw:";

    private static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1",
        "-0",
        "0.5",
        "1e400",
        "-1e400",
        "1e-400",
        "9223372036854775808",
        "2147483648",
        "999999999999999999999999999999",
        "1E+2",
    ];

    private static readonly string[] Texts =
    [
        "",
        " ",
        "\0",
        "a\0b",
        "\u001b[31m",
        "../../etc/passwd",
        "role:",
        "role:x",
        "auto",
        "null",
        "ünï 漢字 👩",
        "\u202e",
        "data:",
        "data:;base64,",
        "data:image/png;base64,%%%",
        "http://",
        "https://example.com/a b",
        "javascript:alert(1)",
        "not/a type",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\"\\ud800\"}",
        "[1]",
        "{",
        "\"x\"",
        "{\"a\":",
        "call_1",
        "file-1",
        "=cmd()",
        "' OR 1=1 --",
    ];

    private static readonly string[] Names =
    [
        "type",
        "role",
        "content",
        "name",
        "id",
        "input",
        "text",
        "image_url",
        "file_id",
        "arguments",
        "tool_calls",
        "output",
        "stream",
        "tools",
        "model",
        "n",
        "logprobs",
        "audio",
        "functions",
        "mcp_servers",
        "conversation",
        "background",
        "",
        "__proto__",
        "skrouter.run",
    ];

    private static readonly byte[][] Bytes =
    [
        [0xFF],
        [0xC0, 0xAF],
        [0xED, 0xA0, 0x80],
        [0xE2, 0x82],
        [0x00],
        [0xEF, 0xBB, 0xBF],
        [(byte)'"'],
        [(byte)'\\'],
        [(byte)'}'],
    ];

    private readonly Random _random = new(seed);

    public (string Path, byte[] Body, IReadOnlyList<(string, string)> Headers) Next()
    {
        var (path, json, own) = corpus(_random);
        var changes = 1 + _random.Next(3);
        for (var i = 0; i < changes; i++)
        {
            Change(json);
        }

        var text = Unescaped(json.ToJsonString());
        var bytes = Encoding.UTF8.GetBytes(text);
        return (path, _random.Next(5) == 0 ? Damaged(bytes) : bytes, [.. own, .. Headers()]);
    }

    private List<(string, string)> Headers()
    {
        var headers = new List<(string, string)>();
        while (_random.Next(3) == 0)
        {
            var (name, value) = Pick(RequestSeeds.Headers);
            headers.Add((name, _random.Next(2) == 0 ? value : Pick(Texts)));
        }

        return headers;
    }

    private void Change(JsonNode root)
    {
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        switch (Pick(nodes))
        {
            case JsonObject { Count: > 0 } map:
                ChangeMember(map);
                break;
            case JsonObject map:
                map[Pick(Names)] = Value();
                break;
            case JsonArray list:
                ChangeItem(list);
                break;
        }
    }

    private void ChangeMember(JsonObject map)
    {
        var (name, value) = map.ElementAt(_random.Next(map.Count));
        switch (_random.Next(6))
        {
            case 0:
                map.Remove(name);
                break;
            case 1:
                map.Remove(name);
                map[Pick(Names)] = value?.DeepClone();
                break;
            case 2:
                map[Pick(Names)] = Value();
                break;
            case 3:
                map[name + (char)0xE000] = value?.DeepClone();
                break;
            default:
                map[name] = Value();
                break;
        }
    }

    private void ChangeItem(JsonArray list)
    {
        switch (_random.Next(4))
        {
            case 0 when list.Count > 0:
                list.RemoveAt(_random.Next(list.Count));
                break;
            case 1 when list.Count > 0:
                var item = list[_random.Next(list.Count)]?.DeepClone();
                for (var i = 0; i < 1 + _random.Next(50); i++)
                {
                    list.Add(item?.DeepClone());
                }

                break;
            case 2 when list.Count > 0:
                list[_random.Next(list.Count)] = Value();
                break;
            default:
                list.Add(Value());
                break;
        }
    }

    private JsonNode? Value() =>
        _random.Next(12) switch
        {
            0 => null,
            1 => true,
            2 => false,
            3 => Raw + Pick(Numbers),
            4 => new JsonArray(),
            5 => new JsonObject(),
            6 => new JsonArray(1, "x", null),
            7 => new JsonObject { ["type"] = Pick(Texts), [Pick(Names)] = Pick(Texts) },
            8 => Deep(),
            9 => new string('x', _random.Next(20_000)),
            10 => Raw
                + "\""
                + Pick(["\\ud800", "\\udc00\\ud800", "\\u0000", "\\ud83d\\ude00"])
                + "\"",
            _ => Pick(Texts),
        };

    private JsonNode Deep()
    {
        JsonNode node = "deep";
        for (var i = 0; i < 10 + _random.Next(80); i++)
        {
            node = _random.Next(2) == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        }

        return node;
    }

    private byte[] Damaged(byte[] bytes)
    {
        var at = _random.Next(bytes.Length);
        return _random.Next(3) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. Pick(Bytes), .. bytes[at..]],
            _ =>
            [
                .. bytes[..at],
                (byte)_random.Next(256),
                .. bytes[Math.Min(at + 1, bytes.Length)..],
            ],
        };
    }

    /// <summary>What no JSON node can hold is written as a marked text, and becomes what it stands for here; a marked name becomes a second one of the same name.</summary>
    private static string Unescaped(string json)
    {
        var text = json.Replace("\\uE000", "", StringComparison.Ordinal);
        const string Mark = "\"\\u0001raw:";
        while (text.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at)
        {
            var end = at + Mark.Length;
            while (text[end] != '"')
            {
                end += text[end] == '\\' ? 2 : 1;
            }

            var inner = text[(at + Mark.Length)..end]
                .Replace("\\u0022", "\"", StringComparison.Ordinal)
                .Replace("\\u002B", "+", StringComparison.Ordinal)
                .Replace("\\\\", "\\", StringComparison.Ordinal);
            text = string.Concat(text.AsSpan(0, at), inner, text.AsSpan(end + 1));
        }

        return text;
    }

    private static void Collect(JsonNode? node, List<JsonNode> nodes)
    {
        switch (node)
        {
            case JsonObject map:
                nodes.Add(map);
                foreach (var (_, value) in map)
                {
                    Collect(value, nodes);
                }

                break;
            case JsonArray list:
                nodes.Add(list);
                foreach (var item in list)
                {
                    Collect(item, nodes);
                }

                break;
        }
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
