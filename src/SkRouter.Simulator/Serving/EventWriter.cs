using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SkRouter.Simulator.Serving;

/// <summary>Writes the events of one stream.</summary>
internal sealed class EventWriter
{
    private const int FlushAt = 4096;
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly PipeWriter _pipe;
    private readonly byte[] _opening;
    private readonly byte[] _closing;
    private readonly string _usageNull;
    private readonly bool _flushEach;
    private int _unflushed;

    public EventWriter(PipeWriter pipe, CompletionHead head, bool includeUsage, bool flushEach)
    {
        _pipe = pipe;
        _flushEach = flushEach;
        _usageNull = includeUsage ? ",\"usage\":null" : "";
        Head = FormattableString.Invariant(
            $"data: {{\"id\":\"{head.Id}\",\"object\":\"chat.completion.chunk\",\"created\":{head.Created},\"model\":\"{Escape(head.Model)}\",\"service_tier\":\"{CompletionHead.ServiceTier}\",\"system_fingerprint\":\"{CompletionHead.Fingerprint}\""
        );
        _opening = Encoding.UTF8.GetBytes(
            Head + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        );
        _closing = Encoding.UTF8.GetBytes(
            "\"},\"logprobs\":null,\"finish_reason\":null}]" + _usageNull + "}\n\n"
        );
    }

    private string Head { get; }

    public ValueTask RoleAsync(bool hasText) =>
        DeltaAsync(
            $"\"role\":\"assistant\",\"content\":{(hasText ? "\"\"" : "null")},\"refusal\":null",
            null
        );

    public ValueTask TextAsync(string piece)
    {
        Write(_opening);
        Write(JsonEncodedText.Encode(piece, Encoder).EncodedUtf8Bytes);
        Write(_closing);
        return WrittenAsync();
    }

    public ValueTask ToolCallAsync(int index, SentToolCall call) =>
        DeltaAsync(
            FormattableString.Invariant(
                $"\"tool_calls\":[{{\"index\":{index},\"id\":\"{call.Id}\",\"type\":\"function\",\"function\":{{\"name\":\"{Escape(call.Name)}\",\"arguments\":\"\"}}}}]"
            ),
            null
        );

    public ValueTask ArgumentsAsync(int index, string piece) =>
        DeltaAsync(
            FormattableString.Invariant(
                $"\"tool_calls\":[{{\"index\":{index},\"function\":{{\"arguments\":\"{Escape(piece)}\"}}}}]"
            ),
            null
        );

    public ValueTask FinishAsync(string reason) => DeltaAsync("", reason);

    public ValueTask UsageAsync(TokenUsage usage)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            UsageJson.Write(writer, usage);
            writer.WriteEndObject();
        }

        // The object's own braces go: its one member becomes a member of the event.
        var member = Encoding.UTF8.GetString(json.WrittenSpan[1..^1]);
        return RawAsync($"{Head},\"choices\":[],{member}}}\n\n");
    }

    public ValueTask MalformedAsync() =>
        RawAsync("data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"index\":0,\"del\n\n");

    public ValueTask DoneAsync() => RawAsync("data: [DONE]\n\n");

    public async ValueTask FlushAsync()
    {
        _unflushed = 0;
        await _pipe.FlushAsync().ConfigureAwait(false);
    }

    private static string Escape(string text) => JsonEncodedText.Encode(text, Encoder).ToString();

    private ValueTask DeltaAsync(string members, string? finish) =>
        RawAsync(
            $"{Head},\"choices\":[{{\"index\":0,\"delta\":{{{members}}},\"logprobs\":null,\"finish_reason\":{(finish is null ? "null" : $"\"{Escape(finish)}\"")}}}]{_usageNull}}}\n\n"
        );

    private ValueTask RawAsync(string text)
    {
        _unflushed += (int)Encoding.UTF8.GetBytes(text, _pipe);
        return WrittenAsync();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _pipe.Write(bytes);
        _unflushed += bytes.Length;
    }

    private ValueTask WrittenAsync() =>
        _flushEach || _unflushed >= FlushAt ? FlushAsync() : ValueTask.CompletedTask;
}
