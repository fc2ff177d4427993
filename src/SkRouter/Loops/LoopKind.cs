namespace SkRouter.Loops;

/// <summary>How something goes in circles.</summary>
public enum LoopKind
{
    /// <summary>The same tool is called with the same arguments again after the model has seen its result, which was the same each time.</summary>
    ToolCall,

    /// <summary>The same is said in answer to the same.</summary>
    Text,

    /// <summary>Two or more agents hand the same back and forth.</summary>
    PingPong,
}
