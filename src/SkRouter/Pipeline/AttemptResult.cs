using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>What one deployment's turn came to: a failure, a whole answer, or an open stream.</summary>
internal readonly record struct AttemptResult(
    Failure? Failure,
    ModelAnswer? Answer,
    AttemptStream? Stream
)
{
    public bool Succeeded => Failure is null;
}
