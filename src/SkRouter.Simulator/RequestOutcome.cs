namespace SkRouter.Simulator;

/// <summary>How the response to a request ended.</summary>
public enum RequestOutcome
{
    /// <summary>It has not ended yet.</summary>
    Running,

    /// <summary>All of it was sent, be it an answer or an error.</summary>
    Completed,

    /// <summary>A fault broke it off, or the simulator was stopped.</summary>
    CutOff,

    /// <summary>The client went away first.</summary>
    AbortedByClient,
}
