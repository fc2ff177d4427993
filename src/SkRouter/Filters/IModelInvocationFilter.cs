using SkRouter.Pipeline;

namespace SkRouter.Filters;

/// <summary>
/// Runs around every round trip, streamed or not. Filters are resolved from the container and run in the order of their
/// registration, the first one outermost.
/// </summary>
public interface IModelInvocationFilter
{
    /// <summary>
    /// Called once for each round trip. Before <paramref name="next"/> the caller and the request are known; after it, of a plain
    /// round trip the answer, and of a streamed one the stream, which has begun and may be wrapped. Not calling
    /// <paramref name="next"/> and setting the answer (or stream) replaces the model. A failure is thrown from <paramref name="next"/>,
    /// or, once a stream has begun, from the stream.
    /// </summary>
    /// <param name="context">The round trip.</param>
    /// <param name="next">Runs what is inside of this filter.</param>
    Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    );
}
