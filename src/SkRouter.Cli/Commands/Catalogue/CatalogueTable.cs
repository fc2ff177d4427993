using System.Globalization;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Catalogue;

/// <summary>The catalogue for people.</summary>
internal static class CatalogueTable
{
    public static Table Of(IEnumerable<CatalogueEntry> entries)
    {
        var table = new Table().Border(TableBorder.Ascii);
        table.AddColumn("deployment");
        table.AddColumn("model");
        table.AddColumn("provider");
        table.AddColumn(new TableColumn("USD/M in").RightAligned());
        table.AddColumn(new TableColumn("cached").RightAligned());
        table.AddColumn(new TableColumn("out").RightAligned());
        table.AddColumn(new TableColumn("window").RightAligned());
        table.AddColumn("can");
        table.AddColumn(new TableColumn("ability").RightAligned());
        table.AddColumn("from");
        foreach (var entry in entries)
        {
            table.AddRow(
                Markup.Escape(entry.Deployment),
                Markup.Escape(entry.Model),
                Markup.Escape(entry.Provider ?? "-"),
                Price(entry.Price?.Input),
                Price(entry.Price?.CacheRead),
                Price(entry.Price?.Output),
                entry.ContextWindow?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown",
                entry.Capabilities?.ToString() ?? "unknown",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.AbilityMean:0.00} +-{Math.Sqrt(entry.AbilityVariance):0.00}"
                ),
                entry.AbilityFrom
            );
        }

        return table;
    }

    private static string Price(decimal? usd) =>
        usd?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown";
}
