namespace IncidentDesk.Desk;

/// <summary>What each desk is asked. How it should answer stands in its role file.</summary>
internal static class Questions
{
    public static string Plan(CaseFile file) =>
        $"""
            Write the plan for this incident.

            ## Documents
            {file.Brief}

            ## Triage
            {file.Triage?.Summary()}
            """;

    public static string Investigate(CaseFile file) =>
        $"""
            Investigate this incident.

            ## Plan
            {file.Plan}

            ## Triage
            {file.Triage?.Summary()}
            """;

    public static string Fix(CaseFile file) =>
        file.Round == 0
            ? $"""
                Write the fix.

                ## Findings
                {file.Findings}
                """
            : $"""
                The reviewer sent your work back. Change it.

                ## Review
                {file.Review}

                ## Your change so far
                {NoneIfEmpty(file.Diff)}
                """;

    public static string Review(CaseFile file) =>
        $"""
            Review this fix. It was handed in for the {Ordinal(file.Round)} time.

            ## Findings
            {file.Findings}

            ## What the coder says
            {file.FixNote}

            ## Patch
            {NoneIfEmpty(file.Diff)}
            """;

    public static string Report(CaseFile file) =>
        $"""
            Write the report of this incident.

            ## Documents
            {file.Brief}

            ## Triage
            {file.Triage?.Summary()}

            ## Findings
            {file.Findings}

            ## Fix
            {NoneIfEmpty(file.Diff)}
            {file.FixNote}

            ## Review ({(
                file.Approved ? "approved" : "not approved"
            )}, handed in {Times(file.Round)})
            {file.Review}
            """;

    /// <summary>For a team that begins with nothing but the documents.</summary>
    public static string Work(CaseFile file) =>
        $"""
            Work through this incident.

            ## Documents
            {file.Brief}

            ## Logs
            {file.Lines.Count} lines in {string.Join(
                ", ",
                file.Lines.Select(static line => line.File).Distinct(StringComparer.Ordinal)
            )}
            """;

    private static string Times(int round) =>
        round == 1 ? "once" : FormattableString.Invariant($"{round} times");

    private static string NoneIfEmpty(string diff) =>
        diff.Length == 0 ? "(nothing was changed)" : diff;

    private static string Ordinal(int round) =>
        round switch
        {
            1 => "first",
            2 => "second",
            3 => "third",
            _ => FormattableString.Invariant($"{round}th"),
        };
}
