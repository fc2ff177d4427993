using System.Globalization;
using Spectre.Console;

namespace IncidentDesk.Reporting;

/// <summary>The table at the end: who spent what on which models.</summary>
internal static class SpendTable
{
    private const int Width = 120;

    public static void Write(DeskSpend spend, string strongest, TextWriter output)
    {
        var table = new Table().Border(TableBorder.Ascii2);
        table.AddColumn("Agent");
        table.AddColumn("Models (round trips)");
        foreach (
            var name in (ReadOnlySpan<string>)
                ["Trips", "Tokens in", "Tokens out", "Fallbacks", "Cost", "Always strongest"]
        )
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var agent in spend.Agents)
        {
            Row(
                table,
                agent.Agent,
                string.Join(
                    ", ",
                    agent.Models.Select(static model =>
                        FormattableString.Invariant($"{model.Key} ({model.Value})")
                    )
                ),
                agent
            );
        }

        table.AddEmptyRow();
        Row(table, "all", "", Total(spend));
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(output),
            }
        );
        console.Profile.Width = Width;
        console.Write(table);
        output.WriteLine($"Always strongest: what the same tokens would have cost on {strongest}.");
    }

    private static void Row(Table table, string name, string models, AgentSpend agent) =>
        table.AddRow(
            Markup.Escape(name),
            Markup.Escape(models),
            Number(agent.RoundTrips),
            Number(agent.InputTokens),
            Number(agent.OutputTokens),
            Number(agent.Fallbacks),
            Usd.Cost(agent.CostUsd),
            Usd.Cost(agent.BaselineUsd)
        );

    private static AgentSpend Total(DeskSpend spend) =>
        new()
        {
            Agent = "",
            Role = "",
            RoundTrips = spend.Agents.Sum(static agent => agent.RoundTrips),
            InputTokens = spend.Agents.Sum(static agent => agent.InputTokens),
            OutputTokens = spend.Agents.Sum(static agent => agent.OutputTokens),
            CostUsd = spend.CostUsd,
            Fallbacks = spend.Fallbacks,
            BaselineUsd = spend.BaselineUsd,
            Models = new Dictionary<string, long>(StringComparer.Ordinal),
        };

    private static string Number(long number) =>
        number.ToString("N0", CultureInfo.InvariantCulture);
}
