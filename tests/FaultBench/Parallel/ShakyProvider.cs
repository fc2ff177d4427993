using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.FaultBench.Parallel;

/// <summary>A provider in memory that echoes, and fails every third time in one of the ways that providers have.</summary>
internal sealed class ShakyProvider(string model, int seed) : IChatClient
{
    private static readonly UsageDetails Usage = new()
    {
        InputTokenCount = 10,
        OutputTokenCount = 4,
    };

    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var fault = await BeginAsync(cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, fault is 2 ? "" : messages.Last().Text))
        {
            ModelId = model,
            Usage = Usage,
            FinishReason = fault is 3 ? null : ChatFinishReason.Stop,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var fault = await BeginAsync(cancellationToken);
        foreach (var letter in fault is 2 ? "" : messages.Last().Text)
        {
            yield return new(ChatRole.Assistant, letter.ToString());
            if (fault is 4)
            {
                throw new IOException("The connection was reset.");
            }
        }

        if (fault is 3)
        {
            yield break;
        }

        yield return new(ChatRole.Assistant, [new UsageContent(Usage)])
        {
            ModelId = model,
            FinishReason = ChatFinishReason.Stop,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    /// <summary>Fails at once, or says how the answer is to fail.</summary>
    private async Task<int> BeginAsync(CancellationToken cancellationToken)
    {
        int fault;
        lock (_gate)
        {
            fault = _random.Next(15);
        }

        await Task.Yield();
        switch (fault)
        {
            case 0:
                throw new HttpOperationException(
                    System.Net.HttpStatusCode.ServiceUnavailable,
                    "",
                    "down",
                    null
                );
            case 1:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
        }

        return fault;
    }
}
