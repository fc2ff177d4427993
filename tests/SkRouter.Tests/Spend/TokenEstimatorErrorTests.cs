using SkRouter.Spend;
using SkRouter.Tests.Recordings;
using Xunit.Abstractions;

namespace SkRouter.Tests.Spend;

public sealed class TokenEstimatorErrorTests(ITestOutputHelper output)
{
    private const int ShortestCounted = 20;

    [RecordingFact]
    public void Estimate_RecordedAnswers_IsWithinAFifthForHalfOfThem()
    {
        var errors = RecordedExchange
            .All.Values.Where(exchange => exchange.Status == 200)
            .Select(RecordedAnswer.Read)
            .Where(answer =>
                answer is { Calls.Count: 0, Usage: not null, Text.Length: > 0 }
                && answer.Count("completion_tokens") >= ShortestCounted
                && answer.Count("completion_tokens_details", "reasoning_tokens") == 0
            )
            .Select(answer =>
                Math.Abs(
                    (double)TokenEstimator.Estimate(answer.Text) / answer.Count("completion_tokens")
                        - 1
                )
            )
            .Order()
            .ToArray();

        output.WriteLine(
            FormattableString.Invariant(
                $"{errors.Length} answers: median {errors[errors.Length / 2]:P1}, 90th percentile {errors[errors.Length * 9 / 10]:P1}"
            )
        );
        errors.Length.ShouldBeGreaterThan(20);
        errors[errors.Length / 2].ShouldBeLessThan(0.2);
    }
}
