using System.Globalization;
using SkRouter.Catalog;
using SkRouter.Cli.CatalogImport;
using SkRouter.Spend;

namespace SkRouter.Cli.Pricing;

/// <summary>Reads the usage of a case and prices it as the library does, and says where that differs from what is expected.</summary>
internal sealed class UsageCaseCheck(ModelCatalog catalog, DateTimeOffset when)
{
    /// <summary>Null if usage and both prices are equal.</summary>
    public string? Mismatch(UsageCase expected)
    {
        if (catalog.FindProvider(expected.Provider) is not { } provider)
        {
            return $"the catalogue has no provider '{expected.Provider}'";
        }

        if (provider.Extractor(expected.Flavor) is not { } extractor)
        {
            return $"nothing is known of how '{provider.Id}' reports usage in flavour '{expected.Flavor}'";
        }

        if (extractor.Read(expected.Body) is not { } usage)
        {
            return "no usage was found in the body";
        }

        if (Different(expected.Usage, usage) is { } difference)
        {
            return difference;
        }

        if (catalog.Find(provider.Id, expected.Model)?.Price is not { } price)
        {
            return $"the catalogue has no price for '{expected.Model}' at '{provider.Id}'";
        }

        var cost = CostCalculator.Compute(usage, price, when);
        return Different("input", expected.InputUsd, cost.Input)
            ?? Different("output", expected.OutputUsd, cost.Output);
    }

    private static string? Different(IReadOnlyDictionary<string, long> expected, TokenUsage usage)
    {
        var actual = UnitImport.Counts(usage);
        var differences = expected
            .Keys.Union(actual.Keys, StringComparer.Ordinal)
            .Where(name => expected.GetValueOrDefault(name) != actual.GetValueOrDefault(name))
            .Select(name =>
                FormattableString.Invariant(
                    $"{name} is {actual.GetValueOrDefault(name)}, expected {expected.GetValueOrDefault(name)}"
                )
            )
            .ToArray();
        return differences.Length == 0 ? null : string.Join("; ", differences);
    }

    private static string? Different(string side, decimal expected, decimal actual) =>
        expected == actual
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the price of {side} is {actual}, expected {expected}"
            );
}
