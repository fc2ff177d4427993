namespace SkRouter.Spend;

/// <summary>Sums by slot and combination of dimensions, while they are added up.</summary>
internal sealed class SpendTable(SpendDimension by)
{
    private readonly Dictionary<(DateTimeOffset Slot, SpendKey Key), SpendSum> _sums = [];

    public SpendSum At(SpendKey key, DateTimeOffset slot = default)
    {
        var place = (slot, key.Reduce(by));
        if (!_sums.TryGetValue(place, out var sum))
        {
            _sums[place] = sum = new();
        }

        return sum;
    }

    public IReadOnlyList<SpendRow> ToRows() => [.. ToPoints().Select(point => point.Row)];

    public IReadOnlyList<SpendPoint> ToPoints() =>
        [
            .. _sums
                .Where(entry => entry.Value.RoundTrips > 0)
                .Select(entry => new SpendPoint(entry.Key.Slot, entry.Value.ToRow(entry.Key.Key)))
                .OrderBy(point => point.From)
                .ThenByDescending(point => point.Row.CostUsd)
                .ThenBy(point => point.Row.Agent, StringComparer.Ordinal)
                .ThenBy(point => point.Row.Role, StringComparer.Ordinal)
                .ThenBy(point => point.Row.Model, StringComparer.Ordinal)
                .ThenBy(point => point.Row.Deployment, StringComparer.Ordinal)
                .ThenBy(point => point.Row.Run, StringComparer.Ordinal)
                .ThenBy(point => point.Row.Tenant, StringComparer.Ordinal)
                .ThenBy(point => point.Row.Provider, StringComparer.Ordinal)
                .ThenBy(point => point.Row.Tag, StringComparer.Ordinal),
        ];
}
