namespace SkRouter.Routing;

/// <summary>What the end of an answer means.</summary>
internal enum EndMeaning
{
    /// <summary>No known good end: the answer is not whole.</summary>
    Failed,

    /// <summary>The model was finished.</summary>
    Stop,

    /// <summary>The output limit or the window was reached.</summary>
    Length,

    /// <summary>The model calls tools.</summary>
    ToolCalls,

    /// <summary>The provider paused a long turn, which goes on when the answer is sent back.</summary>
    Pause,

    /// <summary>A content rule withheld the answer or the rest of it.</summary>
    Content,

    /// <summary>The model wrote what its own server cannot read.</summary>
    Malformed,

    /// <summary>The provider ran out of capacity.</summary>
    Overloaded,
}
