namespace SkRouter.Loops;

/// <summary>What the router does about an agent that goes in circles. Each step includes those before it.</summary>
public enum LoopStep
{
    /// <summary>Nothing; circles are not looked for.</summary>
    Off,

    /// <summary>The record, a log line and an event of the current span say so.</summary>
    Observe,

    /// <summary>The model is told, in a note after the conversation that only it sees.</summary>
    Steer,

    /// <summary>A stronger model of the role is asked first, for a bounded number of round trips.</summary>
    Escalate,

    /// <summary>The tool is not offered any longer until something new has happened.</summary>
    Block,

    /// <summary>The round trip ends with <see cref="Resilience.RouterErrorCode.LoopDetected"/>, before any model is asked.</summary>
    Stop,
}
