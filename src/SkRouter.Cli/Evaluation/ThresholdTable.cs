namespace SkRouter.Cli.Evaluation;

/// <summary>Thresholds for several shares of strong calls, the wanted one among them, and the whole curve.</summary>
internal sealed record ThresholdTable(
    int Count,
    double Weak,
    double Strong,
    Threshold Wanted,
    Threshold[] Tenths,
    (double StrongShare, double Quality)[] Curve
)
{
    private const int CurvePoints = 100;

    internal static ThresholdTable Of(IReadOnlyList<ScoredPrompt> prompts, double share)
    {
        var scores = prompts.Select(prompt => prompt.Score).OrderDescending().ToArray();
        var curve = RoutingCurve.Of(prompts.Select(prompt => (prompt.Score, prompt.Row.Gain)));
        var weak = prompts.Average(prompt => prompt.Row.WeakCorrect!.Value);
        return new(
            prompts.Count,
            weak,
            weak + curve.Gap,
            At(share),
            [.. Enumerable.Range(1, 9).Select(tenth => At(tenth / 10.0))],
            [.. Enumerable.Range(0, CurvePoints + 1).Select(PointAt)]
        );

        Threshold At(double wanted)
        {
            var calls = (int)Math.Round(wanted * scores.Length);
            var score = calls == 0 ? Math.BitIncrement(scores[0]) : scores[calls - 1];
            var strong = scores.Count(s => s >= score);
            var gained = curve.GainedAt(strong);
            return new(
                wanted,
                score,
                (double)strong / scores.Length,
                weak + gained,
                curve.Gap > 0 ? gained / curve.Gap : 0
            );
        }

        (double, double) PointAt(int percent)
        {
            var calls = (int)Math.Round(percent / (double)CurvePoints * scores.Length);
            return ((double)calls / scores.Length, weak + curve.GainedAt(calls));
        }
    }
}
