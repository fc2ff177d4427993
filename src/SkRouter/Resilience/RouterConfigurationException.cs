namespace SkRouter.Resilience;

/// <summary>The configuration is wrong. <see cref="Faults"/> lists everything that is, not only the first.</summary>
public sealed class RouterConfigurationException : RouterException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="faults">Every fault, each naming its place and the fix.</param>
    public RouterConfigurationException(IReadOnlyList<string> faults)
        : base(RouterErrorCode.Configuration, Describe(faults)) => Faults = faults;

    /// <summary>Every fault, each naming its place and the fix.</summary>
    public IReadOnlyList<string> Faults { get; }

    private static string Describe(IReadOnlyList<string> faults) =>
        faults.Count == 1
            ? $"SkRouter is configured wrongly: {faults[0]}"
            : $"SkRouter is configured wrongly, {faults.Count} faults:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}"))}";
}
