using IncidentDesk.Models;
using SkRouter.Spend;

namespace IncidentDesk.Reporting;

/// <summary>What a run used, from the router's ledger.</summary>
internal sealed record DeskSpend(IReadOnlyList<AgentSpend> Agents)
{
    private const string NoModel = "none";
    private const decimal Million = 1_000_000;

    public long Fallbacks => Agents.Sum(static agent => agent.Fallbacks);

    public decimal CostUsd => Agents.Sum(static agent => agent.CostUsd);

    public decimal BaselineUsd => Agents.Sum(static agent => agent.BaselineUsd);

    public static async Task<DeskSpend> ReadAsync(
        ISpendLedger ledger,
        string run,
        ModelEntry strongest,
        IReadOnlyList<string> order
    )
    {
        var rows = await ledger.SumAsync(
            new()
            {
                Run = run,
                By = SpendDimension.Agent | SpendDimension.Role | SpendDimension.Model,
            }
        );
        return new([
            .. rows.GroupBy(static row => (row.Agent, row.Role))
                .Select(rows =>
                    Sum(rows.Key.Agent ?? NoModel, rows.Key.Role ?? NoModel, [.. rows], strongest)
                )
                .OrderBy(agent => Place(order, agent.Agent)),
        ]);
    }

    private static AgentSpend Sum(
        string agent,
        string role,
        List<SpendRow> rows,
        ModelEntry strongest
    )
    {
        var input = rows.Sum(static row => row.Usage.InputTokens);
        var output = rows.Sum(static row => row.Usage.OutputTokens);
        var cached = rows.Sum(static row => row.Usage.CacheReadTokens);
        return new()
        {
            Agent = agent,
            Role = role,
            RoundTrips = rows.Sum(static row => row.RoundTrips),
            InputTokens = input,
            OutputTokens = output,
            CostUsd = rows.Sum(static row => row.CostUsd),
            Fallbacks = rows.Sum(static row => row.Fallbacks),
            BaselineUsd =
                (
                    ((input - cached) * strongest.Input)
                    + (cached * (strongest.CacheRead ?? strongest.Input))
                    + (output * strongest.Output)
                ) / Million,
            Models = rows.GroupBy(static row => row.Model ?? NoModel, StringComparer.Ordinal)
                .ToDictionary(
                    static rows => rows.Key,
                    static rows => rows.Sum(row => row.RoundTrips),
                    StringComparer.Ordinal
                ),
        };
    }

    private static int Place(IReadOnlyList<string> order, string agent)
    {
        var place = order
            .TakeWhile(name => !name.Equals(agent, StringComparison.OrdinalIgnoreCase))
            .Count();
        return place;
    }
}
