using SkRouter.Catalog;

namespace SkRouter.Pipeline;

/// <summary>A place on a route.</summary>
/// <param name="Deployment">Whom to ask.</param>
/// <param name="Reason">Why it has this place.</param>
public readonly record struct RouteCandidate(Deployment Deployment, string Reason);
