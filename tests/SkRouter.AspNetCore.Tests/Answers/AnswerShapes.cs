using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.Fields;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Checks answers and events against <c>shapes.json</c>: which members the protocols' types have, and which of them must be there.</summary>
internal static class AnswerShapes
{
    /// <summary>
    /// Members that SkRouter adds, as OpenRouter and DeepSeek do, that the APIs have and their types do not, or that the end of a message repeats from its start.
    /// </summary>
    private static readonly HashSet<string> Added =
    [
        "cost",
        "reasoning_content",
        "reasoning_details",
        "images",
        "extra_content",
        "access_programs",
        "content",
        "frequency_penalty",
        "presence_penalty",
        "store",
        "output_format",
        "bytes",
        "status",
        "service_tier",
        "cache_creation",
        "inference_geo",
        "speed",
        "annotations",
        "audio",
    ];

    private static readonly JsonObject Json = JsonNode
        .Parse(
            File.ReadAllText(
                Path.Combine(FieldTable.Root, "tests/SkRouter.AspNetCore.Tests/Answers/shapes.json")
            )
        )!
        .AsObject();

    private static readonly Dictionary<string, string> Roots = new(StringComparer.Ordinal)
    {
        ["chat-completions"] = "chat",
        ["responses"] = "responses",
        ["messages"] = "messages",
    };

    /// <param name="face">The face.</param>
    /// <param name="body">What the client received; events where it was streamed.</param>
    /// <param name="answer">The whole answer.</param>
    /// <param name="isNative">Whether the provider speaks the same protocol: then it may say what the types do not have.</param>
    public static IReadOnlyList<string> Faults(
        string face,
        string body,
        JsonObject answer,
        bool isNative
    )
    {
        if (!Roots.TryGetValue(face, out var root))
        {
            return [];
        }

        var faults = new List<string>();
        Check(answer, TypesOf(root), face, isNative, faults);
        foreach (var line in body.Split('\n'))
        {
            if (
                line.StartsWith("data: {", StringComparison.Ordinal)
                && JsonNode.Parse(line["data: ".Length..]) is JsonObject item
                && item["type"]?.GetValue<string>() is not "ping"
            )
            {
                Check(
                    item,
                    TypesOf($"{root} stream"),
                    $"{face} event {item["type"]}",
                    isNative,
                    faults
                );
            }
        }

        return faults;
    }

    private static string[] TypesOf(string root) =>
        Json["roots"]![root]!.GetValue<string>().Split(' ');

    private static void Check(
        JsonNode? node,
        string[] types,
        string at,
        bool isNative,
        List<string> faults
    )
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Check(item, types, $"{at}[]", isNative, faults);
                }

                break;
            case JsonObject members:
                if (TypeOf(members, types) is { } type)
                {
                    Check(members, type, $"{at} {members["type"]}", isNative, faults);
                }
                else if (!isNative)
                {
                    faults.Add(
                        $"{at} is {members.ToJsonString()}, which none of {string.Join(", ", types)} is"
                    );
                }

                break;
        }
    }

    /// <summary>Of several types, the one with the same tag, or the first that has all members.</summary>
    private static JsonObject? TypeOf(JsonObject members, string[] types)
    {
        var known = types.Select(type => Json["types"]![type]!.AsObject()).ToList();
        if (known.Count == 1 && known[0]["type"] is null)
        {
            return known[0];
        }

        return known.Find(type =>
            type["type"] is { } tag
                ? members["type"] is { } own
                    && tag.GetValue<string>()[2..].Split('|').Contains(own.GetValue<string>())
                : members.All(member => type.ContainsKey(member.Key))
        );
    }

    private static void Check(
        JsonObject members,
        JsonObject type,
        string at,
        bool isNative,
        List<string> faults
    )
    {
        foreach (var (name, value) in type)
        {
            var rule = value!.GetValue<string>();
            if (rule[0] != '?' && !members.ContainsKey(name))
            {
                faults.Add($"{at} has no '{name}': {members.ToJsonString()}");
            }
            else if (rule[0] == '!' && members[name] is null)
            {
                faults.Add($"{at}: '{name}' is null");
            }
            else if (rule.Length > 2 && rule[1] == ' ')
            {
                Check(members[name], rule[2..].Split(' '), $"{at}.{name}", isNative, faults);
            }
        }

        foreach (var (name, _) in isNative ? [] : members)
        {
            if (!type.ContainsKey(name) && !Added.Contains(name))
            {
                faults.Add($"{at} has '{name}', which the protocol does not know");
            }
        }
    }
}
