using System.Text.Json;

namespace SkRouter.Spend;

/// <summary>
/// How one flavour of one provider's API reports usage, as the catalogue has it. Usage that is missing, negative or no
/// number gives null, never zero: the caller then knows that it has to estimate.
/// </summary>
internal sealed class UsageExtractor(
    string flavor,
    UsagePath root,
    UsagePath model,
    IReadOnlyList<UsageCount> counts
)
{
    /// <summary>Beyond this a count is a fault of the report: no model reads or writes a million million tokens.</summary>
    private const decimal MostCredible = 1_000_000_000_000m;

    public string Flavor => flavor;

    /// <summary>Where the usage is, so that the events of a stream can be put together.</summary>
    public UsagePath Root => root;

    public string? ModelOf(JsonElement body) =>
        model.Find(body) is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;

    public TokenUsage? Read(JsonElement body) =>
        root.Find(body) is { ValueKind: JsonValueKind.Object } usage ? ReadBlock(usage) : null;

    /// <summary>Reads the block of usage itself.</summary>
    public TokenUsage? ReadBlock(JsonElement usage)
    {
        Span<long> sums = stackalloc long[UsageUnits.Count];
        var any = false;
        foreach (var count in counts)
        {
            var found = count.Path.Find(usage) is { } value ? Number(value) : null;
            if (found is null && count.Required || found is < 0)
            {
                return null;
            }

            any |= found is not null;
            foreach (var unit in count.Units)
            {
                sums[(int)unit] += found ?? 0;
            }
        }

        return any ? TokenUsage.From(WithWholes(sums)) : null;
    }

    /// <summary>A whole that was not reported is at least its parts; else they would cost nothing.</summary>
    private static Span<long> WithWholes(Span<long> sums)
    {
        foreach (var whole in (ReadOnlySpan<UsageUnit>)[UsageUnit.Input, UsageUnit.Output])
        {
            for (var i = 0; i < sums.Length && sums[(int)whole] == 0; i++)
            {
                if (UsageUnits.Shape(whole).Holds(UsageUnits.Shape((UsageUnit)i)))
                {
                    sums[(int)whole] = Math.Max(sums[(int)whole], sums[i]);
                }
            }
        }

        return sums;
    }

    /// <summary>Null if it is no number at all; -1 if it is one that cannot be a count.</summary>
    private static long? Number(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Number)
        {
            return null;
        }

        return value.TryGetDecimal(out var number) && number is >= 0 and <= MostCredible
            ? (long)decimal.Ceiling(number)
            : -1;
    }
}
