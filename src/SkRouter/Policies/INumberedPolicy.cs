namespace SkRouter.Policies;

/// <summary>A policy that takes numbers. They stand on every route that it ranked, so that the record explains the decision by itself.</summary>
internal interface INumberedPolicy : IRoutingPolicy
{
    IReadOnlyList<double> Numbers { get; }
}
