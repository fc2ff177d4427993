using System.Text;
using System.Text.Json;

namespace SkRouter.Connectors.Tests.Replay.Chat;

/// <summary>What a recorded chat completion says, from one message or from all deltas of a stream.</summary>
internal sealed class ChatAnswerExpectation
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly SortedDictionary<
        long,
        (string Id, string Name, StringBuilder Arguments)
    > _calls = [];
    private readonly Dictionary<string, SortedDictionary<string, string>> _details = [];
    private string? _id;
    private string? _model;
    private string? _finish;
    private JsonElement? _usage;
    private readonly List<string> _own = [];

    public ChatAnswerExpectation Add(JsonElement choice, JsonElement? content, JsonElement root)
    {
        _id ??= root.String("id");
        _model = root.String("model") ?? _model;
        _finish = choice.String("finish_reason") ?? _finish;
        _usage = root.At("usage") ?? root.At("x_groq", "usage") ?? _usage;
        if (content is not { } said)
        {
            return this;
        }
        _reasoning.Append(said.String("reasoning_content") ?? said.String("reasoning"));
        Say(said);
        foreach (var block in said.List("reasoning_details"))
        {
            AddDetail(block);
        }
        foreach (var call in said.List("tool_calls"))
        {
            var at = call.Long("index") ?? _calls.Count;
            var known = _calls.GetValueOrDefault(at, ("", "", new StringBuilder()));
            known.Item3.Append(
                call.String("function", "arguments")
                    ?? call.At("function", "arguments")?.GetRawText()
            );
            _calls[at] = (
                call.String("id") ?? known.Item1,
                call.String("function", "name") ?? known.Item2,
                known.Item3
            );
        }
        return this;
    }

    public Answer Result() =>
        new()
        {
            Id = _id,
            Model = _model,
            Text = _text.ToString(),
            Reasoning = _reasoning.ToString(),
            Signatures = Details(),
            Calls =
            [
                .. _calls.Values.Select(call =>
                    Answer.Call(call.Id, call.Name, Parse(call.Arguments.ToString()))
                ),
            ],
            Finish = _finish switch
            {
                "eos" => "stop",
                "function_call" => "tool_calls",
                "model_length" => "length",
                _ => _finish,
            },
            Input = _usage?.Long("prompt_tokens"),
            Output = _usage?.Long("completion_tokens") + Beside(_usage),
            Cached = Answer.Positive(
                _usage?.Long("prompt_tokens_details", "cached_tokens")
                    ?? _usage?.Long("prompt_cache_hit_tokens")
                    ?? _usage?.Long("num_cached_tokens")
                    ?? _usage?.Long("cached_tokens")
            ),
            CacheWritten = Answer.Positive(
                _usage?.Long("prompt_tokens_details", "cache_write_tokens")
            ),
            ReasoningTokens = Answer.Positive(
                _usage?.Long("completion_tokens_details", "reasoning_tokens")
            ),
            Cost = _usage?.At("cost")?.GetDecimal(),
            OwnBlocks = [.. _own],
        };

    private void AddDetail(JsonElement block)
    {
        var key = $"{block.String("type")} {block.Long("index")}";
        if (!_details.TryGetValue(key, out var known))
        {
            _details[key] = known = new SortedDictionary<string, string>(StringComparer.Ordinal);
        }
        foreach (var member in block.EnumerateObject())
        {
            var grows = member.Name is "text" or "summary" or "data";
            var value = JsonShape.Canonical(member.Value);
            known[member.Name] =
                grows && known.TryGetValue(member.Name, out var before) ? before[..^1] + value[1..]
                : value == "null" ? known.GetValueOrDefault(member.Name, value)
                : value;
        }
    }

    private string Details() =>
        _details.Count == 0
            ? ""
            : "["
                + string.Join(
                    ",",
                    _details.Values.Select(block =>
                        "{"
                        + string.Join(",", block.Select(item => $"{item.Key}:{item.Value}"))
                        + "}"
                    )
                )
                + "]";

    private void Say(JsonElement said)
    {
        _text.Append(said.String("content"));
        foreach (var part in said.List("content"))
        {
            switch (part.String("type"))
            {
                case "text":
                    _text.Append(part.String("text"));
                    break;
                case "thinking":
                    foreach (var thought in part.List("thinking"))
                    {
                        _reasoning.Append(thought.String("text"));
                    }
                    break;
                default:
                    _own.Add(JsonShape.Canonical(part));
                    break;
            }
        }
    }

    /// <summary>Reasoning that the total counts on top of the completion.</summary>
    private static long Beside(JsonElement? usage)
    {
        var counts = usage ?? default;
        var reasoning = counts.Long("completion_tokens_details", "reasoning_tokens") ?? 0;
        return
            counts.Long("total_tokens")
            == counts.Long("prompt_tokens") + counts.Long("completion_tokens") + reasoning
            ? reasoning
            : 0;
    }

    private static JsonElement Parse(string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return JsonElement.Parse("{}");
        }
        try
        {
            return JsonElement.Parse(arguments);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(arguments);
        }
    }
}
