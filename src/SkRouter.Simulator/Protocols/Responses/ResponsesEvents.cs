using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>Events of a response: its items one after another, then all of it once more.</summary>
internal sealed class ResponsesEvents(EventPipe pipe, ComposedAnswer answer, AnswerHead head)
    : IAnswerEvents
{
    private int _sequence;
    private int _item;
    private bool _reasons;
    private bool _speaks;

    public async ValueTask OpenAsync()
    {
        await ResponseAsync("response.created", ResponsesBody.InProgress).ConfigureAwait(false);
        await ResponseAsync("response.in_progress", ResponsesBody.InProgress).ConfigureAwait(false);
    }

    public async ValueTask ReasoningAsync(string piece)
    {
        if (!_reasons)
        {
            _reasons = true;
            await ItemAsync(
                    "added",
                    writer => ResponsesBody.WriteReasoning(writer, answer, head, isDone: false)
                )
                .ConfigureAwait(false);
        }

        await DeltaAsync(
                "response.reasoning_summary_text.delta",
                ItemIds.Reasoning(head.Id),
                piece,
                static writer => writer.WriteNumber("summary_index", 0)
            )
            .ConfigureAwait(false);
    }

    public async ValueTask ReasoningDoneAsync()
    {
        await ItemAsync(
                "done",
                writer => ResponsesBody.WriteReasoning(writer, answer, head, isDone: true)
            )
            .ConfigureAwait(false);
        _item++;
    }

    public async ValueTask TextAsync(string piece)
    {
        if (!_speaks)
        {
            _speaks = true;
            await ItemAsync("added", writer => ResponsesBody.WriteMessage(writer, head, null))
                .ConfigureAwait(false);
            await SendAsync(
                    "response.content_part.added",
                    writer =>
                    {
                        WritePlace(writer, ItemIds.Message(head.Id));
                        writer.WriteNumber("content_index", 0);
                        writer.WritePropertyName("part");
                        ResponsesBody.WritePart(writer, "");
                    }
                )
                .ConfigureAwait(false);
        }

        await DeltaAsync(
                "response.output_text.delta",
                ItemIds.Message(head.Id),
                piece,
                static writer => writer.WriteNumber("content_index", 0)
            )
            .ConfigureAwait(false);
    }

    public async ValueTask CallAsync(int index)
    {
        await EndMessageAsync().ConfigureAwait(false);
        await ItemAsync(
                "added",
                writer => ResponsesBody.WriteCall(writer, answer, head, index, isDone: false)
            )
            .ConfigureAwait(false);
    }

    public ValueTask ArgumentsAsync(int index, string piece) =>
        TypeOf(index) == "function_call"
            ? DeltaAsync(
                "response.function_call_arguments.delta",
                ResponsesBody.CallId(answer, head, index),
                piece,
                static _ => { }
            )
            : ValueTask.CompletedTask;

    public async ValueTask CallDoneAsync(int index)
    {
        var id = ResponsesBody.CallId(answer, head, index);
        var arguments = answer.ToolCalls[index].Arguments;
        if (TypeOf(index) == "function_call")
        {
            await SendAsync(
                    "response.function_call_arguments.done",
                    writer =>
                    {
                        WritePlace(writer, id);
                        writer.WriteString("arguments", arguments);
                    }
                )
                .ConfigureAwait(false);
        }
        else if (TypeOf(index) == "custom_tool_call")
        {
            var input = CallInput.Text(arguments);
            await DeltaAsync("response.custom_tool_call_input.delta", id, input, static _ => { })
                .ConfigureAwait(false);
            await SendAsync(
                    "response.custom_tool_call_input.done",
                    writer =>
                    {
                        WritePlace(writer, id);
                        writer.WriteString("input", input);
                    }
                )
                .ConfigureAwait(false);
        }

        await ItemAsync(
                "done",
                writer => ResponsesBody.WriteCall(writer, answer, head, index, isDone: true)
            )
            .ConfigureAwait(false);
        _item++;
    }

    public ValueTask MalformedAsync() =>
        pipe.SendAsync(
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_te\n\n"
        );

    public async ValueTask FinishAsync()
    {
        await EndMessageAsync().ConfigureAwait(false);
        await ResponseAsync($"response.{ResponsesBody.StatusOf(answer)}", ResponsesBody.Final)
            .ConfigureAwait(false);
    }

    public ValueTask ErrorAsync(ApiError error) =>
        SendAsync(
            "response.failed",
            writer =>
            {
                writer.WriteStartObject("response");
                writer.WriteString("id", head.Id);
                writer.WriteString("object", "response");
                writer.WriteString("status", "failed");
                writer.WriteStartObject("error");
                writer.WriteString("code", error.Code ?? error.Type);
                writer.WriteString("message", error.Message);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
        );

    public ValueTask DoneAsync() => ValueTask.CompletedTask;

    private string TypeOf(int index) =>
        OfferedTool.Find(head.Request.Body, answer.ToolCalls[index].Name)?.CallType
        ?? "function_call";

    private async ValueTask EndMessageAsync()
    {
        if (!_speaks)
        {
            return;
        }

        _speaks = false;
        await ItemAsync(
                "done",
                writer => ResponsesBody.WriteMessage(writer, head, answer.Text ?? "")
            )
            .ConfigureAwait(false);
        _item++;
    }

    private ValueTask ItemAsync(string what, Action<Utf8JsonWriter> write) =>
        SendAsync(
            $"response.output_item.{what}",
            writer =>
            {
                writer.WriteNumber("output_index", _item);
                writer.WritePropertyName("item");
                write(writer);
            }
        );

    private ValueTask DeltaAsync(
        string type,
        string item,
        string piece,
        Action<Utf8JsonWriter> place
    ) =>
        SendAsync(
            type,
            writer =>
            {
                WritePlace(writer, item);
                place(writer);
                writer.WriteString("delta", piece);
            }
        );

    private ValueTask ResponseAsync(string type, string status) =>
        SendAsync(
            type,
            writer =>
            {
                writer.WritePropertyName("response");
                ResponsesBody.Write(writer, answer, head, status);
            }
        );

    private void WritePlace(Utf8JsonWriter writer, string item)
    {
        writer.WriteString("item_id", item);
        writer.WriteNumber("output_index", _item);
    }

    private ValueTask SendAsync(string type, Action<Utf8JsonWriter> write) =>
        pipe.SendAsync(
            $"event: {type}\ndata: "
                + EventPipe.Json(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("type", type);
                    writer.WriteNumber("sequence_number", _sequence++);
                    write(writer);
                    writer.WriteEndObject();
                })
                + "\n\n"
        );
}
