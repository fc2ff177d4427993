using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SkRouter.Cli.Evaluation;
using Spectre.Console;

namespace SkRouter.Cli.Commands;

/// <summary>Prints an evaluation, for people or for machines.</summary>
internal static class EvalOutput
{
    private const string NoValue = "-";

    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal static void Print(ScoredPrompt[] scored, HoldOut holdOut, bool shipped, bool json)
    {
        var routing = RoutingReport.Of(scored);
        var categories = CategoryReport.Of(scored);
        var difficulty = DifficultyReport.Of(scored);
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        heldOut = holdOut.ToString(),
                        routing,
                        categories,
                        difficulty,
                    },
                    JsonFormat
                )
            );
            return;
        }

        Console.WriteLine(About(holdOut, shipped));
        PrintRouting(routing);
        PrintCategories(categories);
        PrintDifficulty(difficulty);
    }

    private static string About(HoldOut holdOut, bool shipped) =>
        holdOut switch
        {
            HoldOut.Groups =>
                "Held out: each prompt is scored by weights trained without its fold (prompts with the same beginning together).",
            HoldOut.Subjects =>
                "Held out: each prompt is scored by weights trained without its subject.",
            HoldOut.Sources =>
                "Held out: each prompt is scored by weights trained without its source.",
            HoldOut.Themes =>
                "Held out: each graded prompt is scored by a difficulty learned without its theme.",
            _ => shipped
                ? "Shipped weights. For rows that they were trained on these figures are IN-SAMPLE and too good; use --folds 5 or --leave-subject-out for held-out ones."
                : "Given weights. For rows that they were trained on these figures are IN-SAMPLE and too good; use --folds 5 or --leave-subject-out for held-out ones.",
        };

    private static void PrintRouting(RoutingReport[] reports)
    {
        if (reports.Length == 0)
        {
            return;
        }

        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns(
                "file",
                "n",
                "cheap",
                "strong",
                "APGR [[95 %]]",
                "CPT(50%) [[95 %]]",
                "CPT(80%) [[95 %]]",
                "RouteLLM APGR / CPT50 / CPT80",
                "ECE",
                "APGR centred"
            );
        foreach (var report in reports)
        {
            table.AddRow(
                Markup.Escape(report.File),
                report.Count.ToString(CultureInfo.InvariantCulture),
                Number(report.Weak, "F3"),
                Number(report.Strong, "F3"),
                WithInterval(report.Exact.Apgr, report.Intervals[0], "F3"),
                WithInterval(report.Exact.Cpt50, report.Intervals[1], "F1"),
                WithInterval(report.Exact.Cpt80, report.Intervals[2], "F1"),
                report.RouteLlm is { } r
                    ? $"{Number(r.Apgr, "F3")} / {Number(r.Cpt50, "F1")} / {Number(r.Cpt80, "F1")}"
                    : "ties",
                Number(report.CalibrationError, "F3"),
                Number(report.Centred ?? double.NaN, "F3")
            );
        }

        AnsiConsole.Write(table);
    }

    private static void PrintCategories(CategoryReport[] reports)
    {
        if (reports.Length == 0)
        {
            return;
        }

        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("source", "n", "category accuracy [[95 %]]");
        foreach (var report in reports)
        {
            table.AddRow(
                Markup.Escape(report.Source),
                report.Count.ToString(CultureInfo.InvariantCulture),
                WithInterval(report.Accuracy, report.Interval, "F3")
            );
        }

        AnsiConsole.Write(table);
    }

    private static void PrintDifficulty(DifficultyReport[] reports)
    {
        if (reports.Length == 0)
        {
            return;
        }

        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("graded prompts", "n", "Spearman [[95 %]]", "level 0 easy", "level 4 hard");
        foreach (var report in reports)
        {
            table.AddRow(
                Markup.Escape(report.Group),
                report.Count.ToString(CultureInfo.InvariantCulture),
                WithInterval(report.Spearman, report.Interval, "F3"),
                Number(report.Easy, "F2"),
                Number(report.Hard, "F2")
            );
        }

        AnsiConsole.Write(table);
    }

    private static string WithInterval(double value, Interval interval, string format) =>
        $"{Number(value, format)} [[{Number(interval.Low, format)}, {Number(interval.High, format)}]]";

    private static string Number(double value, string format) =>
        double.IsNaN(value) ? NoValue : value.ToString(format, CultureInfo.InvariantCulture);
}
