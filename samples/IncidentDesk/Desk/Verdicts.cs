using System.Text.RegularExpressions;

namespace IncidentDesk.Desk;

/// <summary>Reads the one line that a decision hangs on, in whatever dress a model gives it.</summary>
internal static partial class Verdicts
{
    /// <summary>Whether the plan asks for a change of code. A plan that does not say so is taken to ask for one: the reviewer is there to stop it.</summary>
    public static bool WantsFix(string plan) =>
        Decision().Matches(plan) is not { Count: > 0 } decisions
        || decisions[^1].Groups["what"].Value.Equals("fix", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the review lets the fix through. Only a clear yes counts.</summary>
    public static bool Approves(string review) =>
        Verdict().Matches(review) is { Count: > 0 } verdicts
        && verdicts[^1]
            .Groups["what"]
            .Value.StartsWith("approve", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"^\W*decision\W+(?<what>fix|report)\b",
        RegexOptions.IgnoreCase
            | RegexOptions.Multiline
            | RegexOptions.CultureInvariant
            | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Decision();

    [GeneratedRegex(
        @"^\W*verdict\W+(?<what>approved?|send[\s-]*back|sent[\s-]*back|reject(ed)?)\b",
        RegexOptions.IgnoreCase
            | RegexOptions.Multiline
            | RegexOptions.CultureInvariant
            | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Verdict();
}
