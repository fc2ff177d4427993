using System.Globalization;
using System.Text;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>Why the agent's last round trip went where it went.</summary>
internal static class LastRoute
{
    // Others of the same run may have asked since.
    private const int Newest = 200;

    public static RouterTool Tool(ModelRouter router, IReadOnlyList<ICallerSource> sources) =>
        new(
            "explain_last_route",
            "Explains which model gave your last answer, why, what was tried before it, and what it cost.",
            RouterTool.NoParameters,
            async (_, cancellationToken) =>
            {
                var caller = ToolCaller.Find(sources);
                if (caller.Run is null)
                {
                    return UnknownRun.Text;
                }

                var records = await router
                    .Ledger.RecentAsync(caller.Run, Newest, cancellationToken)
                    .ConfigureAwait(false);
                var last = records.FirstOrDefault(record =>
                    caller.Agent is null || record.Agent == caller.Agent
                );
                return last is null ? "There is no answer on record yet." : Explain(last);
            }
        );

    public static string Explain(DecisionRecord record)
    {
        var text = new StringBuilder();
        Line(text, $"Role {record.Role}, agent {record.Agent}.");
        if (record.Profile is { } profile)
        {
            Line(text, $"{profile.Describe()}");
        }

        if (record.Route is { } route)
        {
            Line(text, $"Policy {route.Policy}. In order:");
            foreach (var candidate in route.Candidates)
            {
                Line(text, $"- {candidate.Deployment.Key}: {candidate.Reason}");
            }

            foreach (var exclusion in route.Exclusions)
            {
                Line(text, $"- not {exclusion.Deployment}: {exclusion.Reason}");
            }
        }

        foreach (var attempt in record.Attempts.Where(attempt => attempt.FailureKind is not null))
        {
            Line(text, $"{attempt.Deployment} failed: {attempt.Reason}");
        }

        Line(
            text,
            $"{record.Outcome} by {record.Deployment ?? "nobody"}, cost {record.CostUsd?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} USD."
        );
        foreach (var note in record.Notes)
        {
            Line(text, $"Note: {note}");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
