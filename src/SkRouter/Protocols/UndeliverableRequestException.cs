namespace SkRouter.Protocols;

/// <summary>Says that a deployment cannot be sent a request without changing what it means. Another provider's may take it.</summary>
internal sealed class UndeliverableRequestException(string message) : NotSupportedException(message)
{
    /// <summary>Gets the field of the request that cannot be sent; null if it is none.</summary>
    public string? Field { get; init; }
}
