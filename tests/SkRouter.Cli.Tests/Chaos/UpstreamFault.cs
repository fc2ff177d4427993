namespace SkRouter.Cli.Tests.Chaos;

/// <summary>What goes wrong with one request at a provider.</summary>
internal enum UpstreamFault
{
    None,
    Slow,
    TooManyRequests,
    InternalError,
    Overloaded,
    Html,
    Malformed,
    Empty,
    Reset,
    Cut,
    Silence,
}
