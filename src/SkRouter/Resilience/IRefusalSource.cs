namespace SkRouter.Resilience;

/// <summary>An exception of a connector that knows the body of the refusal.</summary>
internal interface IRefusalSource
{
    /// <summary>The body as it came, bounded and without keys; null if the words of the exception are the connector's own.</summary>
    string? Body { get; }
}
