using SkRouter.Catalog;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>How a race ended.</summary>
/// <param name="Deployment">Whose result counts.</param>
/// <param name="Result">The result.</param>
/// <param name="Other">The one that lost; null if it was never asked.</param>
/// <param name="OtherFailure">What the loser failed with, if it failed by itself.</param>
internal readonly record struct HedgeResult(
    Deployment Deployment,
    AttemptResult Result,
    Deployment? Other,
    Failure? OtherFailure
);
