using System.Text;
using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>Chunks of a chat completion.</summary>
internal sealed class ChatEvents : IAnswerEvents
{
    private readonly EventPipe _pipe;
    private readonly ComposedAnswer _answer;
    private readonly ChatDialect _dialect;
    private readonly bool _tellsUsage;
    private readonly string _head;
    private readonly byte[] _opening;
    private readonly byte[] _closing;
    private readonly string _usageNull;

    public ChatEvents(EventPipe pipe, ComposedAnswer answer, AnswerHead head, ChatDialect dialect)
    {
        _pipe = pipe;
        _answer = answer;
        _dialect = dialect;
        _tellsUsage = head.TellsUsage;
        _usageNull = head.Request.IncludeUsage ? ",\"usage\":null" : "";
        _head = FormattableString.Invariant(
            $"data: {{\"id\":\"{head.Id}\",\"object\":\"chat.completion.chunk\",\"created\":{head.Created},\"model\":\"{EventPipe.Escape(head.Model)}\",\"service_tier\":\"{ChatBody.ServiceTier}\",\"system_fingerprint\":\"{ChatBody.Fingerprint}\""
        );
        _opening = Encoding.UTF8.GetBytes(
            _head + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        );
        _closing = Encoding.UTF8.GetBytes(
            "\"},\"logprobs\":null,\"finish_reason\":null}]" + _usageNull + "}\n\n"
        );
    }

    public ValueTask OpenAsync() =>
        DeltaAsync(
            $"\"role\":\"assistant\",\"content\":{(_answer.ToolCalls.Count == 0 ? "\"\"" : "null")},\"refusal\":null",
            null
        );

    public ValueTask ReasoningAsync(string piece) => ReasoningAsync(piece, null);

    public ValueTask ReasoningDoneAsync() =>
        _dialect.Reasoning == ReasoningShape.Details
            ? ReasoningAsync("", Signatures.Seal(ChatDialect.Protocol, _answer.Reasoning!))
            : ValueTask.CompletedTask;

    public ValueTask TextAsync(string piece)
    {
        _pipe.Write(_opening);
        _pipe.Write(EventPipe.Encode(piece).EncodedUtf8Bytes);
        _pipe.Write(_closing);
        return _pipe.WrittenAsync();
    }

    public ValueTask CallAsync(int index)
    {
        var call = _answer.ToolCalls[index];
        return DeltaAsync(
            FormattableString.Invariant(
                $"\"tool_calls\":[{{\"index\":{index},\"id\":\"{EventPipe.Escape(call.Id)}\",\"type\":\"function\",\"function\":{{\"name\":\"{EventPipe.Escape(call.Name)}\",\"arguments\":\"\"}}}}]"
            ),
            null
        );
    }

    public ValueTask ArgumentsAsync(int index, string piece) =>
        DeltaAsync(
            FormattableString.Invariant(
                $"\"tool_calls\":[{{\"index\":{index},\"function\":{{\"arguments\":\"{EventPipe.Escape(piece)}\"}}}}]"
            ),
            null
        );

    public ValueTask CallDoneAsync(int index) => ValueTask.CompletedTask;

    public async ValueTask FinishAsync()
    {
        await DeltaAsync("", _answer.FinishReason).ConfigureAwait(false);
        if (_tellsUsage)
        {
            var usage = EventPipe.Json(writer =>
            {
                writer.WriteStartObject();
                ChatUsage.Write(writer, _answer, _dialect);
                writer.WriteEndObject();
            });
            // The object's own braces go: its one member becomes a member of the event.
            await _pipe
                .SendAsync($"{_head},\"choices\":[],{usage[1..^1]}}}\n\n")
                .ConfigureAwait(false);
        }
    }

    public ValueTask MalformedAsync() =>
        _pipe.SendAsync("data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"index\":0,\"del\n\n");

    /// <summary>OpenRouter's form, which others follow: the chunk goes on, with the error in it.</summary>
    public ValueTask ErrorAsync(ApiError error) =>
        _pipe.SendAsync(
            $"{_head},\"error\":{EventPipe.Json(writer => WriteError(writer, error))},\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"\"}},\"finish_reason\":\"error\"}}]}}\n\n"
        );

    public ValueTask DoneAsync() => _pipe.SendAsync("data: [DONE]\n\n");

    private ValueTask ReasoningAsync(string piece, string? seal) =>
        _dialect.Reasoning is { } shape
            ? DeltaAsync(
                EventPipe.Json(writer =>
                {
                    writer.WriteStartObject();
                    shape.Write(writer, piece, seal);
                    writer.WriteEndObject();
                })[1..^1],
                null
            )
            : ValueTask.CompletedTask;

    private static void WriteError(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteStartObject();
        writer.WriteNumber("code", error.Status);
        writer.WriteString("message", error.Message);
        writer.WriteString("type", error.Type);
        writer.WriteEndObject();
    }

    private ValueTask DeltaAsync(string members, string? finish) =>
        _pipe.SendAsync(
            $"{_head},\"choices\":[{{\"index\":0,\"delta\":{{{members}}},\"logprobs\":null,\"finish_reason\":{(finish is null ? "null" : $"\"{EventPipe.Escape(finish)}\"")}}}]{_usageNull}}}\n\n"
        );
}
