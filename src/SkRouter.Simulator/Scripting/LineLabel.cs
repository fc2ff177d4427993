namespace SkRouter.Simulator.Scripting;

/// <summary>A pattern and the label it gives.</summary>
public sealed record LineLabel
{
    /// <summary>A .NET regular expression.</summary>
    public required string Pattern { get; init; }

    /// <summary>The label of the lines that it matches.</summary>
    public required string Label { get; init; }
}
