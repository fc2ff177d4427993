using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Escalation;
using SkRouter.Pipeline;

namespace SkRouter.Policies;

/// <summary>
/// Learns from what became of answers: abilities from reported outcomes and failed checks, verbosity and steadiness from every
/// round trip. Remembers the newest round trips, so that an outcome can be reported by id.
/// </summary>
internal sealed class OutcomeLearning(
    Abilities abilities,
    Verbosity verbosity,
    Steadiness steadiness,
    PromptCaches caches,
    Escalations escalations
)
{
    private const int Kept = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<
        string,
        (Deployment Deployment, string Role, TaskProfile Profile, string Run, string Agent)
    > _recent = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Settled(ModelInvocationContext context)
    {
        escalations.Settled(context);
        if (context is not { Served: { } served, Profile: { } profile })
        {
            return;
        }

        if (context.Usage is { OutputTokens: > 0, Estimated: false } usage)
        {
            verbosity.Add(served.Model, context.Role, usage.OutputTokens);
        }

        if (context.RoleModel.Policy is not IListPolicy)
        {
            steadiness.Note(ConversationOf(context), served.Model);
        }

        NoteCache(context, served);
        lock (_gate)
        {
            _recent[context.Id] = (served, context.Role, profile, context.Run, context.Agent);
            _order.Enqueue(context.Id);
            if (_order.Count > Kept)
            {
                _recent.Remove(_order.Dequeue());
            }
        }
    }

    /// <returns>False if the round trip is unknown, or too old to be remembered.</returns>
    public bool Report(string id, double score)
    {
        lock (_gate)
        {
            if (!_recent.TryGetValue(id, out var known))
            {
                return false;
            }

            abilities.Learn(known.Deployment, known.Role, known.Profile, score);
            escalations.Report(known.Run, known.Agent, score);
            return true;
        }
    }

    public void Checked(ModelInvocationContext context, Deployment deployment, bool passed)
    {
        abilities.Learn(deployment, context.Role, context.Profile!, passed ? 1 : 0);
        escalations.Checked(context.Run, context.Agent, passed ? 1 : 0);
    }

    /// <summary>Where a model has only one deployment, there is nowhere else to go and nothing to remember.</summary>
    private void NoteCache(ModelInvocationContext context, Deployment served)
    {
        var places = context.Route?.Candidates ?? [];
        var others = false;
        for (var i = 0; i < places.Count && !others; i++)
        {
            var place = places[i].Deployment;
            others = place.Model == served.Model && !ReferenceEquals(place, served);
        }

        if (!others)
        {
            return;
        }

        var usage = context
            .Attempts.LastOrDefault(attempt => attempt.Deployment == served.Key)
            ?.Usage;
        caches.Note(
            ConversationOf(context),
            served,
            usage is null ? 0 : usage.CacheReadTokens + usage.CacheWriteTokens
        );
    }

    public static string ConversationOf(ModelInvocationContext context) =>
        $"{context.Run}|{context.Agent}";
}
