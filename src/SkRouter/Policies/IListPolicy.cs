namespace SkRouter.Policies;

/// <summary>A policy that goes by the role's lists alone: what candidates are expected to do need not be worked out for it.</summary>
internal interface IListPolicy : IRoutingPolicy;
