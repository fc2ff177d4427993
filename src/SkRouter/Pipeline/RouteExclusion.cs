namespace SkRouter.Pipeline;

/// <summary>A deployment that could not serve a round trip.</summary>
/// <param name="Deployment">Its key.</param>
/// <param name="Reason">Why not.</param>
public readonly record struct RouteExclusion(string Deployment, string Reason);
