namespace SkRouter.Simulator.Scripting;

/// <summary>One mistake in a script.</summary>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Line">The line of the file, counted from 1; null for a script written in code.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ScriptProblem(string Path, int? Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Line is { } line ? $"line {line}, {Path}: {Message}" : $"{Path}: {Message}";
}
