using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.FaultBench.Soak;

/// <summary>A provider in memory that goes down in bursts, limits its rate at random, and keeps account of what it served.</summary>
internal sealed class SoakProvider(string model, Outages outages, TimeProvider time, int seed)
    : IChatClient
{
    private const double RateLimited = 0.03;
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private long _input;
    private long _output;
    private int _requests;
    private int _failures;

    public string Model => model;

    public Outages Outages => outages;

    public int Requests => Volatile.Read(ref _requests);

    public int Failures => Volatile.Read(ref _failures);

    /// <summary>The tokens that callers were told of.</summary>
    public (long Input, long Output) Served =>
        (Interlocked.Read(ref _input), Interlocked.Read(ref _output));

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await FailOrBeginAsync(cancellationToken);
        var message = SoakScript.Answer([.. messages]);
        var usage = Serve(message);
        return new(message)
        {
            ModelId = model,
            Usage = usage,
            FinishReason = SoakScript.FinishReason(message),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await FailOrBeginAsync(cancellationToken);
        var message = SoakScript.Answer([.. messages]);
        foreach (var piece in SoakScript.Pieces(message))
        {
            if (outages.IsDown(time.GetUtcNow()))
            {
                Interlocked.Increment(ref _failures);
                throw new IOException("The connection was reset.");
            }

            yield return new(ChatRole.Assistant, [piece]) { ModelId = model };
            if (Next() < 0.1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            }
        }

        yield return new(ChatRole.Assistant, [])
        {
            FinishReason = SoakScript.FinishReason(message),
        };
        yield return new(ChatRole.Assistant, [new UsageContent(Serve(message))]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata)
            ? new ChatClientMetadata("soak", defaultModelId: model)
            : null;

    public void Dispose() { }

    private async Task FailOrBeginAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        await Task.Delay(TimeSpan.FromMilliseconds(100 + (400 * Next())), time, cancellationToken);
        if (outages.Current(time.GetUtcNow()) is { } outage)
        {
            Interlocked.Increment(ref _failures);
            switch (outage)
            {
                case OutageKind.Silent:
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                    break;
                case OutageKind.Refuses:
                    throw new HttpRequestException("Connection refused");
                default:
                    throw new HttpOperationException(
                        System.Net.HttpStatusCode.ServiceUnavailable,
                        "",
                        "down",
                        null
                    );
            }
        }

        if (Next() < RateLimited)
        {
            Interlocked.Increment(ref _failures);
            throw new HttpOperationException(
                System.Net.HttpStatusCode.TooManyRequests,
                "",
                "slow down",
                null
            );
        }
    }

    private UsageDetails Serve(ChatMessage message)
    {
        var output = 10 + message.Text.Length;
        Interlocked.Add(ref _input, 100);
        Interlocked.Add(ref _output, output);
        return new() { InputTokenCount = 100, OutputTokenCount = output };
    }

    private double Next()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
