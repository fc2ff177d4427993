using System.Globalization;
using System.Text.Json.Nodes;
using SkRouter.Catalog;
using SkRouter.Cli.CatalogImport;
using SkRouter.Spend;

namespace SkRouter.Cli.Pricing;

/// <summary>What one request would cost, for people and for machines.</summary>
internal sealed record PricedRequest(ModelFacts Facts, Cost Cost)
{
    public string ToText() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Facts.Provider}/{Facts.Id}: {Cost.Total} USD (input {Cost.Input}, output {Cost.Output}, other {Cost.Other}); {Cost.PriceVersion}"
        );

    public string ToJson() =>
        new JsonObject
        {
            ["provider"] = Facts.Provider,
            ["model"] = Facts.Id,
            ["inputUsd"] = Cost.Input,
            ["outputUsd"] = Cost.Output,
            ["otherUsd"] = Cost.Other,
            ["totalUsd"] = Cost.Total,
            ["priceVersion"] = Cost.PriceVersion,
        }.ToJsonString(CatalogText.Options);
}
