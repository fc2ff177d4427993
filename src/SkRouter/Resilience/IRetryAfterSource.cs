namespace SkRouter.Resilience;

/// <summary>An exception of a connector that knows how long the provider asked to be left alone.</summary>
public interface IRetryAfterSource
{
    /// <summary>How long the provider asked to be left alone; null if it did not say.</summary>
    TimeSpan? RetryAfter { get; }
}
