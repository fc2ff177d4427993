using System.Globalization;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Budgets;

/// <summary>Budgets for people: a table whose bars show how much is used.</summary>
internal static class BudgetListTable
{
    private const int LongestBar = 20;

    public static Table Of(IReadOnlyList<BudgetListing> budgets)
    {
        var table = new Table().Border(TableBorder.Ascii);
        table.AddColumns("scope", "window");
        foreach (var heading in (string[])["limit", "spent", "held", "left"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        table.AddColumn(new TableColumn("used").Width(LongestBar + 6));
        table.AddColumns("resets", "over it", "set by");
        foreach (var budget in budgets)
        {
            table.AddRow(
                Markup.Escape(budget.Scope),
                Markup.Escape(budget.Window),
                Usd(budget.LimitUsd),
                Usd(budget.SpentUsd),
                Usd(budget.ReservedUsd),
                Usd(budget.RemainingUsd),
                Used(budget),
                budget.ResetsAt?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
                    ?? "never",
                budget.Shadow ? $"{budget.Action}, shadow" : budget.Action.ToString(),
                budget.SetInFile ? "file" : "app"
            );
        }

        return table;
    }

    private static string Used(BudgetListing budget)
    {
        var share = budget.LimitUsd > 0 ? budget.SpentUsd / budget.LimitUsd : 1;
        var length = (int)Math.Min(LongestBar, Math.Ceiling(share * LongestBar));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{new string('█', length)} {share * 100:0} %"
        );
    }

    private static string Usd(decimal usd) =>
        usd.ToString("$0.00##########", CultureInfo.InvariantCulture);
}
