using Microsoft.Extensions.AI;
using SkRouter.Escalation;

namespace SkRouter.Loops;

/// <summary>What one run remembers: who was given what, and how often a stronger model was asked because of it. Safe for parallel agents.</summary>
internal sealed class RunHistory
{
    // More than any circle needs; beyond that the run begins to forget, and a circle shows again a little later.
    private const int MostTurns = 2_048;
    private const int MostAgents = 512;

    private static readonly Dictionary<string, int> NoTools = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Count, ulong Last)> _agents = new(
        StringComparer.Ordinal
    );
    private Repetition<(string Agent, ulong Given)> _turns = new();
    private Dictionary<string, StrongerRequest>? _stronger;
    private Dictionary<string, RunProgress>? _progress;
    private int _strongerRequests;
    private int _escalations;

    /// <summary>Notes that an agent was given the turn, and finds whether it only gets back what it had before.</summary>
    public LoopReading? Turn(string agent, ConversationReader conversation)
    {
        lock (_gate)
        {
            if (conversation.EndsWithToolResult)
            {
                return null;
            }

            var key = (agent, Given(agent, conversation));
            if (!_turns.Knows(key))
            {
                _turns.Renew();
            }

            var count = _turns.Count(key);
            if (_turns.Size > MostTurns)
            {
                _turns = new();
            }

            return count > 1 && OthersTookTurns(agent)
                ? new(LoopKind.PingPong, count, NoTools)
                : null;
        }
    }

    private bool OthersTookTurns(string agent) =>
        _turns.AnyCurrent(static (turn, agent) => turn.Agent != agent, agent);

    /// <returns>False if the run has used up what it may.</returns>
    public bool TakeEscalation(int most)
    {
        lock (_gate)
        {
            if (_escalations >= most)
            {
                return false;
            }

            _escalations++;
            return true;
        }
    }

    /// <summary>How the agents' parts have gone so far.</summary>
    public IReadOnlyList<RunProgress> Progress
    {
        get
        {
            lock (_gate)
            {
                return _progress is null ? [] : [.. _progress.Values];
            }
        }
    }

    /// <summary>How an agent's part has gone so far; it begins with this, if it has not yet.</summary>
    public RunProgress ProgressOf(string agent, string role)
    {
        lock (_gate)
        {
            _progress ??= new(StringComparer.Ordinal);
            return _progress.TryGetValue(agent, out var known) && known.Role == role
                ? known
                : _progress[agent] = new(role);
        }
    }

    /// <summary>How an agent's part has gone so far; null if nothing is known of it.</summary>
    public RunProgress? FindProgress(string agent)
    {
        lock (_gate)
        {
            return _progress?.GetValueOrDefault(agent);
        }
    }

    /// <summary>Takes the part of an agent, or of all if it is null, so that what follows begins anew.</summary>
    public IReadOnlyList<RunProgress> TakeProgress(string? agent)
    {
        lock (_gate)
        {
            if (agent is not null)
            {
                return _progress is not null && _progress.Remove(agent, out var one) ? [one] : [];
            }

            var all = Progress;
            _progress = null;
            return all;
        }
    }

    /// <summary>Grants an agent a stronger model for its next round trips.</summary>
    /// <returns>False if the run has used up what it may.</returns>
    public bool RequestStronger(string agent, string reason, int most, int roundTrips)
    {
        lock (_gate)
        {
            if (_strongerRequests >= most)
            {
                return false;
            }

            _strongerRequests++;
            _stronger ??= new(StringComparer.Ordinal);
            var step = _stronger.TryGetValue(agent, out var before) ? before.Step + 1 : 0;
            _stronger[agent] = new(reason, step, roundTrips);
            return true;
        }
    }

    /// <returns>What the agent was granted, if it still holds for one round trip more; else null.</returns>
    public StrongerRequest? TakeStronger(string agent)
    {
        lock (_gate)
        {
            if (
                _stronger is null
                || !_stronger.TryGetValue(agent, out var request)
                || request.Left <= 0
            )
            {
                return null;
            }

            _stronger[agent] = request with { Left = request.Left - 1 };
            return request;
        }
    }

    /// <summary>What is new in the agent's conversation since its last turn; all of it in one that begins anew.</summary>
    private ulong Given(string agent, ConversationReader conversation)
    {
        var from = 0;
        if (
            _agents.TryGetValue(agent, out var known)
            && known.Count < conversation.Count
            && HashAt(conversation, known.Count - 1) == known.Last
        )
        {
            from = known.Count;
        }

        var hash = TextHash.Empty;
        for (var i = from; i < conversation.Count; i++)
        {
            hash = (hash * 31) ^ HashAt(conversation, i);
        }

        if (_agents.Count < MostAgents || _agents.ContainsKey(agent))
        {
            _agents[agent] = (conversation.Count, HashAt(conversation, conversation.Count - 1));
        }

        return hash;
    }

    private static ulong HashAt(ConversationReader conversation, int index)
    {
        var hash = TextHash.Of(conversation.TextAt(index), TextHash.Empty);
        if (!conversation.Is(index, ChatRole.Assistant) && !conversation.Is(index, ChatRole.Tool))
        {
            return hash;
        }

        var calls = new List<ToolExchange>();
        conversation.CallsAt(index, calls);
        foreach (var call in calls)
        {
            hash = TextHash.Of(call.Tool + CanonicalText.Of(call.Arguments), hash);
        }

        return conversation.ResultsAt(index, hash);
    }
}
