namespace SkRouter.Cli.Tests.Chaos;

/// <summary>What a client knows of a call that it made.</summary>
/// <param name="Id">The call's id, which its record carries as a tag.</param>
/// <param name="Key">The name of its key.</param>
/// <param name="Wish">What it asked the providers for.</param>
/// <param name="Shape">The endpoint, and whether the answer was streamed.</param>
/// <param name="Begin">Number of the phase in which it began.</param>
internal sealed record ChaosCall(string Id, string Key, string Wish, string Shape, int Begin)
{
    /// <summary>Gets what was done to the server meanwhile.</summary>
    public ChaosPhases Phases { get; init; }

    /// <summary>Gets the status; 0 if no answer began.</summary>
    public int Status { get; init; }

    /// <summary>Gets the record that the answer named.</summary>
    public string? Record { get; init; }

    /// <summary>Gets who answered.</summary>
    public string? Deployment { get; init; }

    /// <summary>Gets what was received.</summary>
    public string Body { get; init; } = "";

    /// <summary>Gets how it ended.</summary>
    public ChaosEnd End { get; init; }

    /// <summary>Gets whether the server told the client how the call ended, so that the ledger must know of it.</summary>
    public bool IsAcknowledged => End is ChaosEnd.Whole or ChaosEnd.ErrorEvent && Status == 200;

    public override string ToString() =>
        $"{Id} {Key} {Wish} {Shape} in {Phases}: {Status} {End} {Deployment} {(Body.Length > 300 ? Body[..300] : Body)}";
}
