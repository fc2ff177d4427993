using SkRouter.Spend;

namespace SkRouter.Catalog.Prices;

/// <summary>
/// All rates that hold at one time. Each token is charged once, at the most detailed rate that there is for it: what has a
/// rate of its own is taken out of every wider unit before that one is charged.
/// </summary>
internal sealed class RateCard
{
    private readonly Rate[] _rates;
    private readonly int[][] _parts;

    public RateCard(IEnumerable<Rate> rates)
    {
        _rates = [.. rates.OrderByDescending(rate => UsageUnits.Shape(rate.Unit).Detail)];
        _parts =
        [
            .. _rates.Select(
                (whole, place) =>
                    Enumerable
                        .Range(0, place)
                        .Where(part => Holds(whole.Unit, _rates[part].Unit))
                        .ToArray()
            ),
        ];
    }

    public IReadOnlyList<Rate> Rates => _rates;

    /// <summary>The base rate of a unit, or of the narrowest wider unit that has one; 0 if none.</summary>
    public decimal RateOf(UsageUnit unit) =>
        _rates.FirstOrDefault(rate => rate.Unit == unit || Holds(rate.Unit, unit))?.Price ?? 0;

    public Cost Charge(TokenUsage usage, string version)
    {
        Span<long> own = stackalloc long[_rates.Length];
        decimal input = 0,
            output = 0,
            other = 0;
        for (var i = 0; i < _rates.Length; i++)
        {
            var unit = _rates[i].Unit;
            own[i] = WithoutParts(usage.Of(unit), _parts[i], own);
            var charge = _rates[i].For(usage.InputTokens) * own[i] / UsageUnits.Per(unit);
            switch (UsageUnits.Shape(unit).Flow)
            {
                case UsageFlow.Input:
                    input += charge;
                    break;
                case UsageFlow.Output:
                    output += charge;
                    break;
                default:
                    other += charge;
                    break;
            }
        }

        return new(input, output, other, version);
    }

    private static long WithoutParts(long whole, int[] parts, ReadOnlySpan<long> own)
    {
        var left = Math.Max(0, whole);
        foreach (var part in parts)
        {
            left = Math.Max(0, left - own[part]);
        }

        return left;
    }

    private static bool Holds(UsageUnit whole, UsageUnit part) =>
        whole != part && UsageUnits.Shape(whole).Holds(UsageUnits.Shape(part));
}
