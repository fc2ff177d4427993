using BenchmarkDotNet.Attributes;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Benchmarks;

/// <summary>One chunk of a long stream: the router's share is the difference.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private const int Chunks = 10_000;

    private readonly ChatHistory _history = new("You are a helper.");
    private readonly ReadyModel _model = new ReadyModel(Chunks);
    private IChatCompletionService _router = null!;

    [GlobalSetup]
    public void Setup()
    {
        _history.AddUserMessage("Which part of the shop is at fault?");
        _router = RoutedModels.Over(_model, _model);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Chunks)]
    public Task<int> Direct() => CountAsync(_model);

    [Benchmark(OperationsPerInvoke = Chunks)]
    public Task<int> Router() => CountAsync(_router);

    private async Task<int> CountAsync(IChatCompletionService service)
    {
        var count = 0;
        await foreach (var _ in service.GetStreamingChatMessageContentsAsync(_history))
        {
            count++;
        }

        return count;
    }
}
