using SkRouter.Spend;

namespace SkRouter.Catalog.Prices;

/// <summary>A model's rates over time: the last period that holds counts, the first one if none does.</summary>
internal sealed class PriceSchedule(
    IReadOnlyList<PricePeriod> periods,
    string? provider = null,
    string? model = null
)
{
    public PriceSchedule(RateCard rates)
        : this([new(rates)]) { }

    public IReadOnlyList<PricePeriod> Periods => periods;

    /// <summary>Whether these are the rates of a model in the catalogue.</summary>
    public bool IsOfCatalogue => model is not null;

    /// <summary>The same rates, for a model whose service tiers may have prices of their own.</summary>
    public PriceSchedule Of(string byProvider, string forModel) =>
        new(periods, byProvider, forModel);

    public RateCard At(DateTimeOffset when)
    {
        for (var i = periods.Count - 1; i >= 0; i--)
        {
            if (periods[i].Holds(when))
            {
                return periods[i].Rates;
            }
        }

        return periods[0].Rates;
    }

    /// <summary>The cost of a request under the terms that its answer names.</summary>
    /// <param name="usage">What it consumed.</param>
    /// <param name="version">Names the price.</param>
    /// <param name="when">When it was made.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="unpriced">A term that no price is known for: the standard rate was charged. Null if there is none.</param>
    public Cost Charge(
        TokenUsage usage,
        string version,
        DateTimeOffset when,
        ServiceTerms terms,
        out string? unpriced
    )
    {
        unpriced = null;
        var rates = At(when);
        var factor = 1m;
        foreach (var term in (ReadOnlySpan<string?>)[terms.Tier, terms.Region])
        {
            if (term is null)
            {
                continue;
            }

            if (Rule(term) is not { } rule)
            {
                unpriced = term;
                continue;
            }

            version = $"{version} {term}";
            factor *= rule.Factor;
            rates = rule.Rates ?? rates;
        }

        var cost = rates.Charge(usage, version);
        return factor == 1
            ? cost
            : cost with
            {
                Input = cost.Input * factor,
                Output = cost.Output * factor,
            };
    }

    private ServiceTierRule? Rule(string term) =>
        provider is null || model is null
            ? null
            : ServiceTierCatalog.Default.Find(provider, model, term);
}
