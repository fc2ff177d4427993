using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SkRouter.Agents.Tests;

/// <summary>A chat client that answers what a function says, and keeps what it was asked.</summary>
internal sealed class FakeChatClient(
    Func<IReadOnlyList<ChatMessage>, ChatOptions?, AIContent[]> answer
) : IChatClient
{
    public List<ChatOptions?> Options { get; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        Options.Add(options);
        return Task.FromResult(
            new ChatResponse(
                new ChatMessage(ChatRole.Assistant, [.. answer([.. messages], options)])
            )
            {
                FinishReason = ChatFinishReason.Stop,
                Usage = new() { InputTokenCount = 10, OutputTokenCount = 1 },
            }
        );
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
