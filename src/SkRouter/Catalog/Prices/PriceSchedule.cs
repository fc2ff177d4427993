namespace SkRouter.Catalog.Prices;

/// <summary>A model's rates over time: the last period that holds counts, the first one if none does.</summary>
internal sealed class PriceSchedule(IReadOnlyList<PricePeriod> periods)
{
    public PriceSchedule(RateCard rates)
        : this([new(rates)]) { }

    public IReadOnlyList<PricePeriod> Periods => periods;

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
}
