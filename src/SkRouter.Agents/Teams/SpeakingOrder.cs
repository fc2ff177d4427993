using Microsoft.Agents.AI;

namespace SkRouter.Agents.Teams;

/// <summary>
/// Lets members who work at once speak one after the other. Whoever reads a stream joins updates to messages in the order in which they
/// come: mixed, the calls of one member would be parted from their results by what another one says, and no provider takes that.
/// </summary>
internal sealed class SpeakingOrder
{
    private readonly Queue<string> _waiting = new();
    private readonly Dictionary<string, List<AgentResponseUpdate>> _held = new(
        StringComparer.Ordinal
    );
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private string? _speaker;

    /// <returns>What may be shown now; nothing while another member speaks.</returns>
    public IReadOnlyList<AgentResponseUpdate> Say(string member, AgentResponseUpdate update)
    {
        _speaker ??= member;
        if (_speaker == member)
        {
            return [update];
        }

        if (!_held.TryGetValue(member, out var held))
        {
            _waiting.Enqueue(member);
            _held[member] = held = [];
        }

        held.Add(update);
        return [];
    }

    /// <summary>A member's turn is over.</summary>
    /// <returns>What others have said meanwhile and may be shown now.</returns>
    public IReadOnlyList<AgentResponseUpdate> End(string member)
    {
        if (_speaker != member)
        {
            if (_held.ContainsKey(member))
            {
                _done.Add(member);
            }

            return [];
        }

        _speaker = null;
        var shown = new List<AgentResponseUpdate>();
        while (_speaker is null && _waiting.TryDequeue(out var next))
        {
            shown.AddRange(_held[next]);
            _held.Remove(next);
            _speaker = _done.Remove(next) ? null : next;
        }

        return shown;
    }

    /// <returns>What is still held when all is over.</returns>
    public IReadOnlyList<AgentResponseUpdate> Rest() =>
        [.. _waiting.SelectMany(member => _held[member])];
}
