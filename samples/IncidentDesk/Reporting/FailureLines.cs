using SkRouter.Pipeline;

namespace IncidentDesk.Reporting;

/// <summary>What failed on the way, and who took over: one line for each agent, model and reason.</summary>
internal static class FailureLines
{
    public static void Write(IEnumerable<DecisionRecord> records, TextWriter output)
    {
        var failures = records
            .OrderBy(static record => record.StartedAt)
            .SelectMany(static record =>
                record
                    .Attempts.Where(static attempt => attempt.FailureKind is not null)
                    .Select(attempt =>
                        (
                            record.Agent,
                            attempt.Model,
                            attempt.Reason,
                            Next: record.Model ?? "nobody"
                        )
                    )
            )
            .GroupBy(static failure => failure);
        foreach (var failure in failures)
        {
            var (agent, model, reason, next) = failure.Key;
            output.WriteLine(
                FormattableString.Invariant(
                    $"{agent}: {model} failed {failure.Count()}x ({reason}); {(next == model ? "a retry" : next)} answered."
                )
            );
        }
    }
}
