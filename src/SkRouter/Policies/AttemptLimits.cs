using SkRouter.Catalog;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;

namespace SkRouter.Policies;

/// <summary>
/// How long the attempts of a role may take and how often they may be made: what the role says, else what the deployment says, else what is known
/// of the model.
/// </summary>
internal sealed class AttemptLimits(RoleOptions role, TimeSpan? deadline, TimeRules rules)
{
    private const string OfRole = "the role's own";

    public static readonly AttemptLimits None = new(new(), deadline: null, TimeRules.Defaults);

    private readonly TimeLimit? _firstToken = TimeLimit.Of(role.TimeToFirstToken, OfRole);
    private readonly TimeLimit? _total = TimeLimit.Of(role.Total, OfRole);
    private readonly TimeSpan? _stall = role.Stall;
    private readonly int _mostRetries = role.Retries ?? int.MaxValue;
    private readonly TimeSpan? _deadline = role.RoundTripDeadline ?? deadline;

    public TimeRules Rules => rules;

    /// <summary>Within which time a streamed answer must begin.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="reasons">Whether it is expected to reason.</param>
    /// <param name="inputTokens">About how much it has to read first.</param>
    public TimeLimit TimeToFirstToken(Deployment deployment, bool reasons, long inputTokens) =>
        _firstToken
        ?? deployment.OwnFirstToken
        ?? rules.ForInput(
            deployment.Health.FirstTokens.Limit(reasons) ?? rules.FirstToken(reasons),
            inputTokens
        );

    /// <summary>Whether the time that was given to a first token says something of what the deployment is like.</summary>
    public bool Learns(Deployment deployment) =>
        _firstToken is null && deployment.OwnFirstToken is null;

    public TimeSpan Stall(Deployment deployment) => _stall ?? deployment.Options.Stall;

    /// <summary>How long an attempt may take in all.</summary>
    public TimeLimit Total(Deployment deployment, bool reasons) =>
        _total ?? deployment.OwnTotal ?? rules.Total(reasons);

    /// <summary>How long a round trip may take in all.</summary>
    public TimeSpan Deadline(bool reasons) => _deadline ?? rules.RoundTrip(reasons);

    /// <summary>How often a deployment may be asked again after a failure that may pass. A role only lowers what its deployment says.</summary>
    public int Retries(Deployment deployment) => Math.Min(deployment.Options.Retries, _mostRetries);
}
