using SkRouter.Catalog;

namespace SkRouter.Policies;

/// <summary>One name in a role's list and what it stands for: one deployment, or all deployments of a model.</summary>
internal sealed record CandidateGroup(string Name, IReadOnlyList<Deployment> Deployments);
