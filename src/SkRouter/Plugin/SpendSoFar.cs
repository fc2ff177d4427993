using System.Globalization;
using System.Text.Json.Nodes;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Plugin;

/// <summary>What the run has cost so far, whole and by agent.</summary>
internal static class SpendSoFar
{
    public static RouterTool Tool(ModelRouter router, IReadOnlyList<ICallerSource> sources) =>
        new(
            "spend_so_far",
            "Tells what this run has cost so far in USD, in all and for each agent.",
            RouterTool.NoParameters,
            async (_, cancellationToken) =>
                ToolCaller.Find(sources).Run is { } run
                    ? await ReadAsync(router.Ledger, run, cancellationToken).ConfigureAwait(false)
                    : UnknownRun.Text
        );

    private static async ValueTask<string> ReadAsync(
        ISpendLedger ledger,
        string run,
        CancellationToken cancellationToken
    )
    {
        var rows = await ledger
            .SumAsync(new() { Run = run, By = SpendDimension.Agent }, cancellationToken)
            .ConfigureAwait(false);
        return new JsonObject
        {
            ["run"] = run,
            ["usd"] = Usd(rows.Sum(static row => row.CostUsd)),
            ["roundTrips"] = rows.Sum(static row => row.RoundTrips),
            ["agents"] = new JsonArray([
                .. rows.Select(static row =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["agent"] = row.Agent,
                            ["usd"] = Usd(row.CostUsd),
                            ["roundTrips"] = row.RoundTrips,
                        }
                ),
            ]),
        }.ToJsonString();
    }

    private static string Usd(decimal usd) =>
        usd.ToString("0.########", CultureInfo.InvariantCulture);
}
