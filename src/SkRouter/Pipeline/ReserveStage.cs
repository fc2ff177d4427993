using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>Stage 5: what the round trip may cost at worst, before any of it is spent. No budget holds it back yet; the figure is on the record.</summary>
internal static class ReserveStage
{
    private const long UsualOutput = 1_024;

    /// <summary>The output that was asked for at most, else a usual one.</summary>
    public static long ExpectedOutput(Needs needs) =>
        needs.OutputTokens > 0 ? needs.OutputTokens : UsualOutput;

    public static void Run(ModelInvocationContext context)
    {
        var needs = context.Needs;
        var usage = new TokenUsage
        {
            InputTokens = needs.InputTokens,
            OutputTokens = ExpectedOutput(needs),
        };
        decimal? worst = null;
        foreach (var candidate in context.Route!.Candidates)
        {
            if (candidate.Deployment.Price is { } price)
            {
                worst = Math.Max(
                    worst ?? 0,
                    CostCalculator.Compute(usage, price, context.StartedAt).Total
                );
            }
        }

        context.WorstCaseUsd = worst;
    }
}
