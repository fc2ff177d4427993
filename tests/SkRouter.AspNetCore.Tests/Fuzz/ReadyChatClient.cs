using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Tests.Fuzz;

/// <summary>Answers everything at once and for ever.</summary>
internal sealed class ReadyChatClient : IChatClient
{
    private static readonly UsageDetails Usage = new()
    {
        InputTokenCount = 5,
        OutputTokenCount = 1,
    };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"))
            {
                FinishReason = ChatFinishReason.Stop,
                Usage = Usage,
            }
        );

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await Task.CompletedTask;
        yield return new(ChatRole.Assistant, "ok");
        yield return new(ChatRole.Assistant, [new UsageContent(Usage)])
        {
            FinishReason = ChatFinishReason.Stop,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
