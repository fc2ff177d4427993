using System.Globalization;
using SkRouter.Classification;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Route;

/// <summary>A decision for people.</summary>
internal static class RouteText
{
    public static void Write(CommandOutput output, RouteReport report)
    {
        var profile = report.Profile;
        output.Line($"Configuration: {report.Configuration}");
        output.Line($"Role:          {report.Role}, policy {Policy(report)}");
        output.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Task:          {profile.Category}, difficulty {profile.Difficulty:0.00}, P(a cheap model suffices) {profile.CheapSuffices:0.00}, confidence {profile.Confidence:0.00} ({profile.Classifier})"
            )
        );
        output.Line($"In words:      {report.Summary}");
        if (report.Reasons.Count > 0)
        {
            output.Line($"Reasons:       {string.Join(", ", report.Reasons.Select(Reason))}");
        }

        output.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Size:          about {profile.EstimatedInputTokens} tokens in; needs: {report.Needs}"
            )
        );
        if (report.Candidates.Count > 0)
        {
            output.Console.Write(Candidates(report));
        }

        foreach (var exclusion in report.Exclusions)
        {
            output.Line($"Left out:      {exclusion.Deployment}: {exclusion.Reason}");
        }

        output.Line(
            report.Chosen is { } chosen
                ? $"Chosen:        {chosen.Deployment}, expected {Usd(chosen.ExpectedCostUsd)}, at worst {Usd(report.WorstCaseUsd)} with any candidate. Nobody was asked."
                : "Chosen:        nobody"
        );
    }

    /// <summary>Dollars to six digits, which is what a single round trip costs.</summary>
    public static string Usd(decimal? usd) =>
        usd is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"${known:0.000000}")
            : "unknown";

    private static string Reason(TaskReason reason) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"{reason.Words}\" {(reason.Effect > 0 ? "harder" : "easier")} ({reason.Effect:+0.00;-0.00})"
        );

    private static string Policy(RouteReport report) =>
        report.PolicyNumbers.Count == 0
            ? report.Policy
            : $"{report.Policy}({string.Join(", ", report.PolicyNumbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";

    private static Table Candidates(RouteReport report)
    {
        var table = new Table().Border(TableBorder.Ascii);
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumn("deployment");
        table.AddColumn("model");
        table.AddColumn(new TableColumn("P(success)").RightAligned());
        table.AddColumn(new TableColumn("ability").RightAligned());
        table.AddColumn(new TableColumn("expected USD").RightAligned());
        table.AddColumn("why at this place");
        for (var i = 0; i < report.Candidates.Count; i++)
        {
            var place = report.Candidates[i];
            table.AddRow(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                Markup.Escape(place.Deployment),
                Markup.Escape(place.Model),
                Number(place.Success),
                Number(place.AbilityMean),
                Usd(place.ExpectedCostUsd),
                Markup.Escape(place.Reason)
            );
        }

        return table;
    }

    private static string Number(double? number) =>
        number?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";
}
