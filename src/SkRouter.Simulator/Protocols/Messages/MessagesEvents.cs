using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>Events of a message: its blocks one after another.</summary>
internal sealed class MessagesEvents(EventPipe pipe, ComposedAnswer answer, AnswerHead head)
    : IAnswerEvents
{
    private int _block = -1;
    private string? _open;

    public async ValueTask OpenAsync()
    {
        await SendAsync(
                "message_start",
                writer =>
                {
                    writer.WriteStartObject("message");
                    MessagesBody.WriteHead(writer, head);
                    writer.WriteStartArray("content");
                    writer.WriteEndArray();
                    writer.WriteNull("stop_reason");
                    writer.WriteNull("stop_sequence");
                    if (head.TellsUsage)
                    {
                        MessagesBody.WriteUsage(writer, answer, output: 1);
                    }

                    writer.WriteEndObject();
                }
            )
            .ConfigureAwait(false);
        await pipe.SendAsync("event: ping\ndata: {\"type\": \"ping\"}\n\n").ConfigureAwait(false);
    }

    public async ValueTask ReasoningAsync(string piece)
    {
        await BeginAsync("thinking", static writer => writer.WriteString("thinking", ""))
            .ConfigureAwait(false);
        await DeltaAsync("thinking_delta", "thinking", piece).ConfigureAwait(false);
    }

    public ValueTask ReasoningDoneAsync() =>
        DeltaAsync(
            "signature_delta",
            "signature",
            Signatures.Seal("messages", answer.Reasoning ?? "")
        );

    public async ValueTask TextAsync(string piece)
    {
        await BeginAsync("text", static writer => writer.WriteString("text", ""))
            .ConfigureAwait(false);
        await DeltaAsync("text_delta", "text", piece).ConfigureAwait(false);
    }

    public async ValueTask CallAsync(int index)
    {
        await EndAsync().ConfigureAwait(false);
        var call = answer.ToolCalls[index];
        await BeginAsync(
                "tool_use",
                writer =>
                {
                    writer.WriteString("id", call.Id);
                    writer.WriteString("name", call.Name);
                    writer.WriteStartObject("input");
                    writer.WriteEndObject();
                }
            )
            .ConfigureAwait(false);
    }

    public ValueTask ArgumentsAsync(int index, string piece) =>
        DeltaAsync("input_json_delta", "partial_json", piece);

    public ValueTask CallDoneAsync(int index) => EndAsync();

    public ValueTask MalformedAsync() =>
        pipe.SendAsync("event: content_block_delta\ndata: {\"type\":\"content_block_del\n\n");

    public ValueTask ErrorAsync(ApiError error) =>
        SendAsync(
            "error",
            writer =>
            {
                writer.WriteStartObject("error");
                writer.WriteString("type", error.Type);
                writer.WriteString("message", error.Message);
                writer.WriteEndObject();
            }
        );

    public async ValueTask FinishAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await SendAsync(
                "message_delta",
                writer =>
                {
                    writer.WriteStartObject("delta");
                    MessagesBody.WriteStop(writer, answer);
                    writer.WriteEndObject();
                    if (head.TellsUsage)
                    {
                        MessagesBody.WriteUsage(writer, answer, answer.Usage.CompletionTokens);
                    }
                }
            )
            .ConfigureAwait(false);
    }

    public ValueTask DoneAsync() => SendAsync("message_stop", static _ => { });

    private async ValueTask BeginAsync(string type, Action<Utf8JsonWriter> write)
    {
        if (_open == type)
        {
            return;
        }

        await EndAsync().ConfigureAwait(false);
        _open = type;
        _block++;
        await SendAsync(
                "content_block_start",
                writer =>
                {
                    writer.WriteNumber("index", _block);
                    writer.WriteStartObject("content_block");
                    writer.WriteString("type", type);
                    write(writer);
                    writer.WriteEndObject();
                }
            )
            .ConfigureAwait(false);
    }

    private ValueTask DeltaAsync(string type, string name, string piece) =>
        SendAsync(
            "content_block_delta",
            writer =>
            {
                writer.WriteNumber("index", _block);
                writer.WriteStartObject("delta");
                writer.WriteString("type", type);
                writer.WriteString(name, piece);
                writer.WriteEndObject();
            }
        );

    private ValueTask EndAsync()
    {
        if (_open is null)
        {
            return ValueTask.CompletedTask;
        }

        _open = null;
        return SendAsync("content_block_stop", writer => writer.WriteNumber("index", _block));
    }

    private ValueTask SendAsync(string type, Action<Utf8JsonWriter> write) =>
        pipe.SendAsync(
            $"event: {type}\ndata: "
                + EventPipe.Json(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("type", type);
                    write(writer);
                    writer.WriteEndObject();
                })
                + "\n\n"
        );
}
