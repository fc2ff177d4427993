namespace SkRouter.Simulator.Protocols;

/// <summary>What the bodies and events of one answer say about themselves.</summary>
/// <param name="Id">The answer's id.</param>
/// <param name="Created">When it was begun, in seconds since 1970.</param>
/// <param name="Request">What it answers.</param>
/// <param name="TellsUsage">Whether the client is told the usage.</param>
internal sealed record AnswerHead(
    string Id,
    long Created,
    SimulatedRequest Request,
    bool TellsUsage
)
{
    public string Model => Request.Model;
}
