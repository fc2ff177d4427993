using System.Text;

namespace IncidentDesk.Triage;

/// <summary>Every line with its label.</summary>
internal sealed record TriageResult(
    IReadOnlyList<(LogLine Line, LineLabel Label)> Lines,
    int LeftOut
)
{
    private const int MostShown = 12;

    public int Count(LineLabel label) => Lines.Count(line => line.Label == label);

    /// <summary>What the planner gets: how many of each, and of each kind the first lines and the last.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        text.Append(
            FormattableString.Invariant(
                $"{Lines.Count} lines: {Count(LineLabel.Noise)} noise, {Count(LineLabel.Symptom)} symptom, {Count(LineLabel.Suspect)} suspect, {Count(LineLabel.Change)} change, {Count(LineLabel.Unlabelled)} without a label.\n"
            )
        );
        if (LeftOut > 0)
        {
            text.Append(
                FormattableString.Invariant($"{LeftOut} older lines were not looked at.\n")
            );
        }

        foreach (
            var label in (ReadOnlySpan<LineLabel>)
                [LineLabel.Change, LineLabel.Suspect, LineLabel.Symptom]
        )
        {
            var lines = Lines.Where(line => line.Label == label).Select(line => line.Line).ToList();
            var shown =
                lines.Count <= MostShown
                    ? lines
                    : [.. lines.Take(MostShown - 2), .. lines.TakeLast(2)];
            text.Append(
                FormattableString.Invariant($"\n{label} ({lines.Count}, {shown.Count} shown):\n")
            );
            text.AppendJoin(
                    '\n',
                    shown.Select(line =>
                        FormattableString.Invariant($"{line.File}:{line.Number}: {line.Text}")
                    )
                )
                .Append('\n');
        }

        return text.ToString();
    }
}
