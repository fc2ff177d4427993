using SkRouter.Catalog;
using SkRouter.DependencyInjection;

namespace SkRouter.Policies;

/// <summary>What a role says of its attempts. Where it says nothing, the deployment's own options hold.</summary>
internal sealed record AttemptLimits(
    TimeSpan? FirstToken,
    TimeSpan? Pause,
    TimeSpan? Whole,
    int? MostRetries
)
{
    public static readonly AttemptLimits None = new(null, null, null, null);

    /// <summary>Whether a plain attempt is bound by anything that its deployment's pipeline does not know.</summary>
    public bool BindPipeline => Whole is not null;

    public static AttemptLimits Of(RoleOptions role) =>
        new(role.TimeToFirstToken, role.Stall, role.Total, role.Retries);

    public TimeSpan TimeToFirstToken(Deployment deployment) =>
        FirstToken ?? deployment.Options.TimeToFirstToken;

    public TimeSpan Stall(Deployment deployment) => Pause ?? deployment.Options.Stall;

    public TimeSpan Total(Deployment deployment) => Whole ?? deployment.Options.Total;

    /// <summary>How often a deployment may be asked again after a failure that may pass. A role only lowers what its deployment says.</summary>
    public int Retries(Deployment deployment) =>
        Math.Min(deployment.Options.Retries, MostRetries ?? int.MaxValue);
}
