namespace SkRouter.Simulator.Scripting;

/// <summary>A script that cannot be played; lists every mistake that was found.</summary>
public sealed class SimulatorScriptException : Exception
{
    /// <summary>An error with its mistakes.</summary>
    /// <param name="problems">The mistakes.</param>
    /// <param name="inner">What failed beneath, if anything.</param>
    public SimulatorScriptException(IReadOnlyList<ScriptProblem> problems, Exception? inner = null)
        : base(
            $"The simulator's script has {problems.Count} mistake(s):\n"
                + string.Join('\n', problems.Select(p => "  " + p)),
            inner
        ) => Problems = problems;

    /// <summary>An error with a message.</summary>
    /// <param name="message">What is wrong.</param>
    public SimulatorScriptException(string message)
        : this([new("$", null, message)]) { }

    /// <summary>The mistakes.</summary>
    public IReadOnlyList<ScriptProblem> Problems { get; }
}
