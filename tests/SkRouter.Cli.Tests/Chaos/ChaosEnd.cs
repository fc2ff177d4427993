namespace SkRouter.Cli.Tests.Chaos;

/// <summary>How a call ended for its client.</summary>
internal enum ChaosEnd
{
    /// <summary>The connection was refused or broke: the server was gone.</summary>
    Lost,

    /// <summary>A whole body: an answer, or an error with a status.</summary>
    Whole,

    /// <summary>A stream that ended with an error in its protocol.</summary>
    ErrorEvent,

    /// <summary>A stream that ended as if it were whole, and is not.</summary>
    Truncated,

    /// <summary>Nothing came for longer than any limit allows.</summary>
    Hang,
}
