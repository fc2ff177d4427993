namespace SkRouter.Agents;

/// <summary>Role and team files that cannot be used. Its message lists every fault of every file, one a line.</summary>
public sealed class AgentFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="folder">The folder that was read.</param>
    /// <param name="faults">What is wrong, in the order of files and lines.</param>
    public AgentFileException(string folder, IReadOnlyList<AgentFileFault> faults)
        : base(Describe(folder, faults)) => Faults = faults;

    /// <summary>What is wrong, in the order of files and lines.</summary>
    public IReadOnlyList<AgentFileFault> Faults { get; }

    private static string Describe(string folder, IReadOnlyList<AgentFileFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var count =
            faults.Count == 1 ? "1 fault" : FormattableString.Invariant($"{faults.Count} faults");
        return $"The role and team files in '{folder}' have {count}:"
            + string.Concat(faults.Select(fault => Environment.NewLine + "  " + fault));
    }
}
