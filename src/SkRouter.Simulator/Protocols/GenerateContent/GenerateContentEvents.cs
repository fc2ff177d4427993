using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.GenerateContent;

/// <summary>Events of Gemini's stream: each a whole answer with what is new; a call comes in one piece.</summary>
internal sealed class GenerateContentEvents(EventPipe pipe, ComposedAnswer answer, AnswerHead head)
    : IAnswerEvents
{
    private readonly bool _showsThoughts = GenerateContentReader.ShowsThoughts(head.Request.Body);

    public ValueTask OpenAsync() => ValueTask.CompletedTask;

    public ValueTask ReasoningAsync(string piece) =>
        _showsThoughts
            ? SendAsync(
                writer => GenerateContentBody.WriteText(writer, piece, isThought: true),
                ends: false
            )
            : ValueTask.CompletedTask;

    public ValueTask ReasoningDoneAsync() => ValueTask.CompletedTask;

    public ValueTask TextAsync(string piece) =>
        SendAsync(
            writer => GenerateContentBody.WriteText(writer, piece, isThought: false),
            ends: false
        );

    public ValueTask CallAsync(int index) => ValueTask.CompletedTask;

    public ValueTask ArgumentsAsync(int index, string piece) => ValueTask.CompletedTask;

    public ValueTask CallDoneAsync(int index) =>
        SendAsync(
            writer =>
                GenerateContentBody.WriteCall(writer, answer.ToolCalls[index], isFirst: index == 0),
            ends: false
        );

    public ValueTask MalformedAsync() =>
        pipe.SendAsync("data: {\"candidates\": [{\"content\": {\"par\n\n");

    public ValueTask ErrorAsync(ApiError error) =>
        pipe.SendAsync(
            $"data: {EventPipe.Json(writer => GenerateContentProtocol.WriteBody(writer, error))}\n\n"
        );

    public ValueTask FinishAsync() =>
        SendAsync(
            static writer => GenerateContentBody.WriteText(writer, "", isThought: false),
            ends: true
        );

    public ValueTask DoneAsync() => ValueTask.CompletedTask;

    private ValueTask SendAsync(Action<Utf8JsonWriter> parts, bool ends) =>
        pipe.SendAsync(
            "data: "
                + EventPipe.Json(writer =>
                    GenerateContentBody.WriteChunk(writer, answer, head, parts, ends)
                )
                + "\n\n"
        );
}
