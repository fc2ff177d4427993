using BenchmarkDotNet.Attributes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Polly;

namespace SkRouter.Benchmarks;

using Answer = IReadOnlyList<ChatMessageContent>;

/// <summary>The router's own time and memory per round trip, beside Polly alone.</summary>
[MemoryDiagnoser]
public class RoundTripBenchmarks
{
    private readonly ChatHistory _history = new("You are a helper.");
    private readonly ReadyModel _ready = new ReadyModel();
    private readonly FailingModel _failing = new FailingModel();
    private readonly Kernel _kernel = RoutedModels.KernelOfARun();
    private ResiliencePipeline<Answer> _polly = null!;
    private IChatCompletionService _router = null!;
    private IChatCompletionService _routerWhenFirstFails = null!;

    [GlobalSetup]
    public void Setup()
    {
        _history.AddUserMessage("Which part of the shop is at fault?");
        _polly = BarePipeline.FallingBackTo(() =>
            new(_ready.GetChatMessageContentsAsync(_history, null, _kernel))
        );
        _router = RoutedModels.Over(_ready, _ready);
        _routerWhenFirstFails = RoutedModels.Over(_failing, _ready);
    }

    [Benchmark(Baseline = true)]
    public ValueTask<Answer> Polly() => CallAsync(_ready);

    [Benchmark]
    public Task<Answer> Router() => _router.GetChatMessageContentsAsync(_history, null, _kernel);

    [Benchmark]
    public ValueTask<Answer> PollyWhenFirstFails() => CallAsync(_failing);

    [Benchmark]
    public Task<Answer> RouterWhenFirstFails() =>
        _routerWhenFirstFails.GetChatMessageContentsAsync(_history, null, _kernel);

    private ValueTask<Answer> CallAsync(IChatCompletionService model) =>
        _polly.ExecuteAsync(
            static (state, token) =>
                new ValueTask<Answer>(
                    state.model.GetChatMessageContentsAsync(state.history, cancellationToken: token)
                ),
            (model, history: _history, kernel: _kernel),
            CancellationToken.None
        );
}
