namespace SkRouter.Simulator.Scripting;

/// <summary>An answer computed from the lines of the request: each one gets the label of the first pattern that it matches.</summary>
public sealed record LineClassification
{
    /// <summary>The patterns, first match wins.</summary>
    public required IReadOnlyList<LineLabel> Labels { get; init; }

    /// <summary>Label of a line that no pattern matches.</summary>
    public string Default { get; init; } = "other";

    /// <summary>Where the lines are: <c>user</c> (the last user message) or <c>toolResult</c> (the last tool result).</summary>
    public string From { get; init; } = "user";

    /// <summary>
    /// Pattern that tells input lines from other text; the default takes every line that is not blank. A group named <c>n</c> replaces the
    /// line's number, a group named <c>line</c> what is classified.
    /// </summary>
    public string Line { get; init; } = @"\S";

    /// <summary>One output line: <c>{n}</c>, <c>{label}</c>, <c>{line}</c> and the named groups of <see cref="Line"/> are replaced.</summary>
    public string Format { get; init; } = "{n}: {label}";

    /// <summary>Between two output lines.</summary>
    public string Separator { get; init; } = "\n";

    /// <summary>Before the first output line.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>After the last output line.</summary>
    public string Suffix { get; init; } = "";
}
