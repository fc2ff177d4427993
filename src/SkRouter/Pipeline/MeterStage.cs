using SkRouter.Catalog;
using SkRouter.Policies;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>Stage 7: usage to exact cost, for every attempt that consumed anything, failed and abandoned ones too.</summary>
internal static class MeterStage
{
    /// <summary>In place of a price's version, where the provider's own bill is what counts.</summary>
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

            var deployment = model.Catalog.Get(attempt.Deployment);
            var (own, version) = Price(context, attempt, usage, deployment);
            foreach (var (other, consumed) in attempt.OtherModels ?? NoOthers)
            {
                own += PriceOther(context, attempt, deployment, other, consumed, version);
                usage = usage.Plus(consumed);
            }

            context.ReplaceAttempt(i, attempt with { Usage = usage, CostUsd = own });
            total = ReferenceEquals(total, TokenUsage.None) ? usage : total.Plus(usage);
            cost += own;
            context.PriceVersion = version ?? context.PriceVersion;
            if (
                attempt.Outcome is AttemptOutcome.Served
                || attempt.Outcome is not AttemptOutcome.Failed && context.BaselineUsd is null
            )
            {
                context.BaselineUsd = Baseline(context.RoleModel.Strongest, usage, attempt);
            }
        }

        context.Usage = total;
        context.CostUsd = cost;
        if (
            context.BaselineUsd is null
            && cost > 0
            && context.RoleModel.Strongest?.Price is not null
        )
        {
            // Nothing came of it, so that what it cost is lost: less is saved.
            context.BaselineUsd = 0;
        }
    }

    private static IReadOnlyDictionary<string, TokenUsage> NoOthers { get; } =
        new Dictionary<string, TokenUsage>(StringComparer.Ordinal);

    /// <summary>What the app states, else what the provider bills, else what the catalogue says.</summary>
    private static (decimal? Usd, string? Version) Price(
        ModelInvocationContext context,
        Attempt attempt,
        TokenUsage usage,
        Deployment deployment
    )
    {
        var price = deployment.Price;
        if (attempt.BilledUsd is { } billed && price is not { IsStated: true })
        {
            return (billed, BilledByProvider);
        }

        if (price is null)
        {
            return (null, null);
        }

        var cost = CostCalculator.Compute(
            usage,
            price,
            attempt.StartedAt,
            new(attempt.ServiceTier, attempt.Region),
            out var unpriced
        );
        if (unpriced is not null)
        {
            context.Note(
                $"{attempt.Deployment} served it as '{unpriced}', for which no price is known: the standard price was charged"
            );
        }

        return (cost.Total, cost.PriceVersion);
    }

    /// <summary>The turns of another model, at that model's price; the provider's own bill has them already.</summary>
    private static decimal? PriceOther(
        ModelInvocationContext context,
        Attempt attempt,
        Deployment deployment,
        string model,
        TokenUsage usage,
        string? version
    )
    {
        if (version is BilledByProvider)
        {
            return 0;
        }

        if (ModelCatalog.Default.Find(deployment.Provider, model)?.Price is not { } price)
        {
            context.Note(
                $"{model} took part in the answer of {attempt.Deployment}; no price of it is known"
            );
            return null;
        }

        var cost = CostCalculator.Compute(
            usage,
            price,
            attempt.StartedAt,
            new(attempt.ServiceTier, attempt.Region),
            out _
        );
        context.Note(
            FormattableString.Invariant(
                $"{model} took part in the answer of {attempt.Deployment}: {usage.InputTokens} tokens in, {usage.OutputTokens} out"
            )
        );
        return cost.Total;
    }

    private static TokenUsage? EstimateFor(ModelInvocationContext context, Attempt attempt) =>
        attempt.Outcome is AttemptOutcome.Served && context.Answer is { } answer
            ? UsageEstimate.Of(context, answer.Text)
            : null;

    private static decimal? Baseline(Deployment? strongest, TokenUsage usage, Attempt attempt) =>
        strongest?.Price is { } price
            ? CostCalculator
                .Compute(
                    usage,
                    price,
                    attempt.StartedAt,
                    new(attempt.ServiceTier, attempt.Region),
                    out _
                )
                .Total
            : null;
}
