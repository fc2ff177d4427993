using SkRouter.Catalog;
using SkRouter.Policies;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>Stage 7: usage to exact cost, for every attempt that consumed anything, failed and abandoned ones too.</summary>
internal static class MeterStage
{
    /// <summary>In place of a price's version, where the provider's own bill is all there is.</summary>
    private const string BilledByProvider = "billed";

    public static void Run(ModelInvocationContext context, RouterModel model)
    {
        var total = TokenUsage.None;
        decimal? cost = 0;
        for (var i = 0; i < context.AttemptCount; i++)
        {
            var attempt = context.Attempts[i];
            var usage = attempt.Usage ?? EstimateFor(context, attempt);
            if (usage is null)
            {
                continue;
            }

            var price = model.Catalog.Get(attempt.Deployment).Price;
            var own = price is null
                ? attempt.BilledUsd
                : CostCalculator.Compute(usage, price, attempt.StartedAt).Total;
            context.ReplaceAttempt(i, attempt with { Usage = usage, CostUsd = own });
            total = ReferenceEquals(total, TokenUsage.None) ? usage : total.Plus(usage);
            cost += own;
            context.PriceVersion =
                price?.Version
                ?? (attempt.BilledUsd is null ? context.PriceVersion : BilledByProvider);
            if (attempt.Outcome is not AttemptOutcome.Failed)
            {
                context.BaselineUsd = Baseline(
                    context.RoleModel.Strongest,
                    usage,
                    attempt.StartedAt
                );
            }
        }

        context.Usage = total;
        context.CostUsd = cost;
    }

    private static TokenUsage? EstimateFor(ModelInvocationContext context, Attempt attempt) =>
        attempt.Outcome is AttemptOutcome.Served && context.Answer is { } answer
            ? UsageEstimate.Of(context, answer.Text)
            : null;

    private static decimal? Baseline(
        Deployment? strongest,
        TokenUsage usage,
        DateTimeOffset when
    ) => strongest?.Price is { } price ? CostCalculator.Compute(usage, price, when).Total : null;
}
