using Microsoft.SemanticKernel;
using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
using Polly.Timeout;

namespace SkRouter.Benchmarks;

using Answer = IReadOnlyList<ChatMessageContent>;

/// <summary>What a developer would write by hand with Polly: timeout and circuit breaker, and another model when the first fails.</summary>
internal static class BarePipeline
{
    public static ResiliencePipeline<Answer> FallingBackTo(Func<ValueTask<Answer>> second) =>
        new ResiliencePipelineBuilder<Answer>()
            .AddFallback(
                new FallbackStrategyOptions<Answer>
                {
                    ShouldHandle = new PredicateBuilder<Answer>().Handle<HttpOperationException>(),
                    FallbackAction = async _ => Outcome.FromResult(await second()),
                }
            )
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<Answer> { MinimumThroughput = int.MaxValue }
            )
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(120) })
            .Build();
}
