using System.Globalization;
using SkRouter.Cli.Commands.Route;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>A replay for people.</summary>
internal static class ReplayText
{
    public static void Write(CommandOutput output, ReplayReport report)
    {
        output.Console.Write(Comparison(report));
        output.Console.Write(Models(report));
        output.Line(
            Text(
                $"Score over random with the same shares: {report.GainOverRandom:+0.0000;-0.0000} +-{report.GainInterval:0.0000} (95 %, {report.Prompts} prompts)"
            )
        );
        output.Line(
            Text(
                $"Assumed: {report.AssumedOutputTokens} output tokens an answer (--output-tokens), which the outcomes do not say; input as the router estimates it."
            )
        );
        output.Line(
            $"Profiled by {report.Classifier}. For prompts that its weights were trained on, the policy's figures are IN-SAMPLE and too good."
        );
        if (report.LeftOut > 0)
        {
            output.Line(
                Text(
                    $"Left out: {report.LeftOut} prompts without a score of every model that has a price."
                )
            );
        }

        if (report.ModelsLeftOut.Count > 0)
        {
            output.Line(
                $"Left out for want of a price: {string.Join(", ", report.ModelsLeftOut)}."
            );
        }
    }

    private static Table Comparison(ReplayReport report)
    {
        var strong = report.Lines[2].CostUsd;
        var table = new Table().Border(TableBorder.Ascii);
        table.AddColumn("who chooses");
        foreach (
            var heading in (string[])
                ["score", "95 %", "cost USD", "saved", "strong share", "gap recovered"]
        )
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var line in report.Lines)
        {
            table.AddRow(
                Markup.Escape(line.Name),
                Text($"{line.Score:0.0000}"),
                line.ScoreInterval is { } interval ? Text($"+-{interval:0.0000}") : "",
                Text($"{line.CostUsd:0.0000}"),
                strong == 0 ? "" : Text($"{(1 - (line.CostUsd / strong)) * 100:0.0} %"),
                Text($"{line.StrongShare * 100:0.0} %"),
                double.IsNaN(line.GapRecovered) ? "" : Text($"{line.GapRecovered * 100:0.0} %")
            );
        }

        return table;
    }

    private static Table Models(ReplayReport report)
    {
        var table = new Table().Border(TableBorder.Ascii);
        table.AddColumn("model, always");
        table.AddColumn(new TableColumn("score").RightAligned());
        table.AddColumn(new TableColumn("cost USD").RightAligned());
        table.AddColumn(new TableColumn("share under the policy").RightAligned());
        foreach (var model in report.Models)
        {
            table.AddRow(
                Markup.Escape(model.Name),
                Text($"{model.Score:0.0000}"),
                Text($"{model.CostUsd:0.0000}"),
                Text($"{report.Shares[model.Name] * 100:0.0} %")
            );
        }

        return table;
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
