using System.Globalization;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Spend;

/// <summary>The answer for people: a table whose bars show where the money went.</summary>
internal static class SpendTable
{
    private const int LongestBar = 24;
    private const int LongestName = 40;

    public static void Write(SpendAnswer answer, IAnsiConsole console)
    {
        if (answer.Total is not { } total)
        {
            console.WriteLine($"Nothing is on the books of {answer.Ledger}{Window(answer)}.");
            return;
        }

        console.WriteLine($"{answer.Ledger}{Window(answer)}: {Headline(total)}");
        console.Write(Table(answer));
        if (answer.Hidden > 0)
        {
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{answer.Hidden} more; --top shows more of them."
                )
            );
        }

        if (total.Unpriced > 0)
        {
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{total.Unpriced:N0} round trips have no known price and are not in the cost."
                )
            );
        }

        if (answer.CompleteSince is { } since)
        {
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"What began before {since:yyyy-MM-dd HH:mm} UTC was deleted by the ledger's retention and is missing here."
                )
            );
        }
    }

    private static Table Table(SpendAnswer answer)
    {
        var table = new Table().Border(TableBorder.Ascii);
        table.AddColumn(Markup.Escape(answer.By));
        table.AddColumn(new TableColumn("cost").RightAligned());
        table.AddColumn(new TableColumn("").Width(LongestBar));
        table.AddColumn(new TableColumn("saved").RightAligned());
        table.AddColumn(new TableColumn("trips").RightAligned());
        table.AddColumn(new TableColumn("failed").RightAligned());
        table.AddColumn(new TableColumn("tokens in").RightAligned());
        table.AddColumn(new TableColumn("out").RightAligned());
        table.AddColumn(new TableColumn("median").RightAligned());
        table.AddColumn(new TableColumn("95 %").RightAligned());
        var dearest = answer.Rows.Select(row => row.CostUsd).DefaultIfEmpty().Max();
        foreach (var row in answer.Rows)
        {
            table.AddRow(
                Markup.Escape(Name(row.Name)),
                Usd(row.CostUsd),
                Bar(row.CostUsd, dearest),
                Usd(row.SavedUsd),
                Count(row.RoundTrips),
                Count(row.Unanswered),
                Count(row.InputTokens),
                Count(row.OutputTokens),
                Seconds(row.LatencyMedianMs),
                Seconds(row.LatencyP95Ms)
            );
        }

        return table;
    }

    private static string Headline(SpendLine total)
    {
        var baseline = total.CostUsd + total.SavedUsd;
        var share = baseline > 0 ? total.SavedUsd / baseline : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Usd(total.CostUsd)} for {total.RoundTrips:N0} round trips, {Usd(total.SavedUsd)} ({share:P0}) saved against always the strongest model"
        );
    }

    private static string Window(SpendAnswer answer)
    {
        var since = answer.Since is { } from
            ? string.Create(CultureInfo.InvariantCulture, $" since {from:yyyy-MM-dd HH:mm zzz}")
            : "";
        return answer.Until is { } to
            ? since
                + string.Create(CultureInfo.InvariantCulture, $" until {to:yyyy-MM-dd HH:mm zzz}")
            : since;
    }

    private static string Name(string? name) =>
        name switch
        {
            null => "(none)",
            { Length: > LongestName } => name[..(LongestName - 1)] + "…",
            _ => name,
        };

    // What costs anything at all is to be seen.
    private static string Bar(decimal cost, decimal dearest)
    {
        var length = dearest > 0 ? (int)decimal.Round(cost / dearest * LongestBar) : 0;
        return cost > 0 ? new('█', Math.Max(1, length)) : "";
    }

    private static string Usd(decimal usd) =>
        usd.ToString(
            Math.Abs(usd) >= 100 ? "$#,0.00;-$#,0.00"
                : Math.Abs(usd) >= 0.01m ? "$0.0000;-$0.0000"
                : "$0.0000########;-$0.0000########",
            CultureInfo.InvariantCulture
        );

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double? milliseconds) =>
        milliseconds is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"{known / 1_000:0.00} s")
            : "-";
}
