using System.Globalization;
using Microsoft.Extensions.AI;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>Answers with the score that the model's answer got, and reports the usage that is assumed of it.</summary>
internal sealed class RecordedChatClient(string model, ReplayTape tape) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var score = tape.Current.Scores[model].ToString("R", CultureInfo.InvariantCulture);
        return Task.FromResult(
            new ChatResponse(new ChatMessage(ChatRole.Assistant, score))
            {
                FinishReason = ChatFinishReason.Stop,
                ModelId = model,
                Usage = new()
                {
                    InputTokenCount = tape.InputTokens,
                    OutputTokenCount = tape.OutputTokens,
                    TotalTokenCount = tape.InputTokens + tape.OutputTokens,
                },
            }
        );
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException("A replay does not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }
}
