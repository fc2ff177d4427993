using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.Access;

/// <summary>
/// Represents what the caller of a round trip may reach. It is checked against what the router has resolved, not against what the call says, so
/// every way to name a role or a model is covered, including nested calls of the same flow.
/// </summary>
internal abstract class CallAccess
{
    /// <summary>Roles, models and deployments that may be used; null for all.</summary>
    public abstract IReadOnlySet<string>? Targets { get; }

    /// <summary>Checks a call whose role, agent, run and tenant are known now.</summary>
    /// <param name="context">The call.</param>
    /// <param name="asked">What it asked for, in its own words.</param>
    /// <exception cref="RouterException">It may not be made, with <see cref="RouterErrorCode.NotAllowed"/>.</exception>
    public virtual void Verify(ModelInvocationContext context, string asked)
    {
        if (Targets is null)
        {
            return;
        }

        if (context.Pinned is { } pinned)
        {
            foreach (var deployment in pinned)
            {
                if (!MayUse(deployment))
                {
                    throw Refused(asked);
                }
            }
        }
        else if (!Targets.Contains(context.Role))
        {
            throw Refused(asked);
        }
    }

    /// <summary>Whether the call may be paid by the open run with this id. Runs of other callers are not joined by naming their ids.</summary>
    public virtual bool PaysFrom(string run) => true;

    /// <summary>Whether a deployment may be asked within a call that has passed <see cref="Verify"/>.</summary>
    public bool Allows(ModelInvocationContext context, Deployment deployment) =>
        Targets is null || context.Pinned is null || MayUse(deployment);

    /// <summary>Whether a name is one that the caller may know of.</summary>
    public bool MayName(string name) => Targets is null || Targets.Contains(name);

    public bool MayUse(Deployment deployment) =>
        Targets is null || Targets.Contains(deployment.Key) || Targets.Contains(deployment.Model);

    /// <summary>The same for what does not exist and what is not allowed, so that nobody learns which names exist.</summary>
    public static RouterException Refused(string name) =>
        new(
            RouterErrorCode.NotAllowed,
            $"This key may not ask for '{ProviderErrorText.Clean(name)}'."
        );
}
