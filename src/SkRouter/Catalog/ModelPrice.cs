using SkRouter.Catalog.Prices;
using SkRouter.Spend;

namespace SkRouter.Catalog;

/// <summary>
/// What a model charges, in USD per million tokens unless named otherwise, and where that is known from. A price from the
/// catalogue also has tiers, times of day, dated changes and further rates; setting any rate here replaces all of them.
/// </summary>
public sealed record ModelPrice
{
    private const decimal RequestsPerRate = 1_000m;
    private PriceSchedule? _schedule;

    /// <summary>Input that was neither read from nor written to the prompt cache.</summary>
    public required decimal Input
    {
        get;
        init => (field, _schedule) = (value, null);
    }

    /// <summary>Output, reasoning included.</summary>
    public required decimal Output
    {
        get;
        init => (field, _schedule) = (value, null);
    }

    /// <summary>Input read from the prompt cache.</summary>
    public required decimal CacheRead
    {
        get;
        init => (field, _schedule) = (value, null);
    }

    /// <summary>Input written to the prompt cache.</summary>
    public required decimal CacheWrite
    {
        get;
        init => (field, _schedule) = (value, null);
    }

    /// <summary>Input written to the prompt cache for one hour; null for <see cref="CacheWrite"/>.</summary>
    public decimal? CacheWriteOneHour
    {
        get;
        init => (field, _schedule) = (value, null);
    }

    /// <summary>USD per request.</summary>
    public decimal PerRequest
    {
        get;
        init => (field, _schedule) = (value, null);
    }

    /// <summary>Which price this is, for the record: <c>options</c>, or the catalogue's date and hash.</summary>
    public required string Version { get; init; }

    internal PriceSchedule Schedule => _schedule ??= new(FromRates());

    /// <summary>Whether the app stated these rates itself; else they are the catalogue's.</summary>
    internal bool IsStated => !Schedule.IsOfCatalogue;

    /// <summary>Whether it changes by date or time of day.</summary>
    internal bool Varies => Schedule.Periods.Count > 1;

    /// <summary>A price of the catalogue; the rates shown are those of a moment, without tiers.</summary>
    internal static ModelPrice From(PriceSchedule schedule, string version, DateTimeOffset shownAt)
    {
        var rates = schedule.At(shownAt);
        var price = new ModelPrice
        {
            Input = rates.RateOf(UsageUnit.Input),
            Output = rates.RateOf(UsageUnit.Output),
            CacheRead = rates.RateOf(UsageUnit.CacheRead),
            CacheWrite = rates.RateOf(UsageUnit.CacheWrite),
            CacheWriteOneHour = rates.RateOf(UsageUnit.CacheWriteOneHour),
            PerRequest = rates.RateOf(UsageUnit.Request) / RequestsPerRate,
            Version = version,
        };
        price._schedule = schedule;
        return price;
    }

    /// <summary>Two prices are the same if they charge the same rates under the same name.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(ModelPrice? other) =>
        other is not null
        && (Input, Output, CacheRead, CacheWrite, CacheWriteOneHour, PerRequest, Version)
            == (
                other.Input,
                other.Output,
                other.CacheRead,
                other.CacheWrite,
                other.CacheWriteOneHour,
                other.PerRequest,
                other.Version
            );

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Input, Output, CacheRead, CacheWrite, PerRequest, Version);

    private RateCard FromRates()
    {
        List<Rate> rates =
        [
            new(UsageUnit.Input, Input),
            new(UsageUnit.Output, Output),
            new(UsageUnit.CacheRead, CacheRead),
            new(UsageUnit.CacheWrite, CacheWrite),
            new(UsageUnit.Request, PerRequest * RequestsPerRate),
        ];
        if (CacheWriteOneHour is { } oneHour)
        {
            rates.Add(new(UsageUnit.CacheWriteOneHour, oneHour));
        }

        return new(rates);
    }
}
