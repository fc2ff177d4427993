namespace SkRouter.Policies;

/// <summary>
/// Which model a conversation used last, and for how long it has gone on, so that a policy can stay with it while that costs little: switching back and forth
/// throws away prompt caches and changes the tone. Bounded; what is forgotten is decided anew.
/// </summary>
internal sealed class Steadiness
{
    private const int Kept = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConversationSoFar> _last = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public ConversationSoFar? Of(string conversation)
    {
        lock (_gate)
        {
            return _last.GetValueOrDefault(conversation);
        }
    }

    public void Note(string conversation, string model)
    {
        lock (_gate)
        {
            if (_last.TryAdd(conversation, new(model, 1)))
            {
                _order.Enqueue(conversation);
                if (_order.Count > Kept)
                {
                    _last.Remove(_order.Dequeue());
                }
            }
            else
            {
                _last[conversation] = new(model, _last[conversation].RoundTrips + 1);
            }
        }
    }
}
