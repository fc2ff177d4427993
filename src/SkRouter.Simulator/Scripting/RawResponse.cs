namespace SkRouter.Simulator.Scripting;

/// <summary>A response that is sent byte by byte as given.</summary>
public sealed record RawResponse
{
    /// <summary>HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Content type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The body.</summary>
    public required string Body { get; init; }
}
