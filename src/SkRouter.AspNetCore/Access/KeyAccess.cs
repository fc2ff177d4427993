using SkRouter.Access;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Access;

/// <summary>What the key of one request may reach.</summary>
/// <param name="caller">The key's holder.</param>
/// <param name="ownership">Knows what is whose.</param>
/// <param name="run">The run that the request names and the key owns; null if it names none.</param>
internal sealed class KeyAccess(ApiCaller caller, Ownership ownership, string? run) : CallAccess
{
    public override IReadOnlySet<string>? Targets => caller.Targets;

    // A trace's id may be known to others; only a run that was claimed pays.
    public override bool PaysFrom(string id) => id == run;

    /// <summary>Checks the agent and the tags of what is not a chat call.</summary>
    public void VerifyNames(string? agent, IReadOnlyDictionary<string, string> tags) =>
        ownership.Verify(caller, agent, tags);

    public override void Verify(ModelInvocationContext context, string asked)
    {
        base.Verify(context, asked);
        ownership.Verify(
            caller,
            // A call that names no agent is booked under its role, which the key's scope is for.
            context.Agent != context.Role
                ? context.Agent
                : null,
            context.TagsOrNull ?? DecisionRecord.NoTags
        );
    }
}
