namespace SkRouter.Cli.Commands.Replay;

/// <summary>What the command line says of a replay.</summary>
internal sealed record ReplayRequest
{
    public required ReplaySettings Settings { get; init; }

    /// <summary>Files of recorded outcomes.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>Prices as <c>model=in/out</c>.</summary>
    public IReadOnlyList<string> Prices { get; init; } = [];

    /// <summary>A configuration whose deployments say what models charge.</summary>
    public string? Config { get; init; }

    /// <summary>Where the picture goes; null for none.</summary>
    public string? Picture { get; init; }

    public bool Json { get; init; }
}
