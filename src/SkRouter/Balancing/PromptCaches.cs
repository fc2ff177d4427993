using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>
/// Which deployment served a conversation last, and how much of its input stands in the prompt cache there. Only what a
/// provider reported counts, and only for as long as caches usually live. Bounded; what is forgotten starts cold.
/// </summary>
internal sealed class PromptCaches(TimeProvider time, TimeSpan warmFor)
{
    private const int Kept = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<
        string,
        (Deployment Deployment, long Tokens, long Timestamp)
    > _last = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="conversation">The conversation.</param>
    /// <param name="deployment">Who served it.</param>
    /// <param name="tokens">Input read from or written to the prompt cache, as reported; 0 if nothing was.</param>
    public void Note(string conversation, Deployment deployment, long tokens)
    {
        var entry = (deployment, tokens, time.GetTimestamp());
        lock (_gate)
        {
            if (tokens > 0 && _last.TryAdd(conversation, entry))
            {
                _order.Enqueue(conversation);
                if (_order.Count > Kept)
                {
                    _last.Remove(_order.Dequeue());
                }
            }
            // Nothing cached is noted too: the conversation has left the place where it was warm.
            else if (_last.ContainsKey(conversation))
            {
                _last[conversation] = entry;
            }
        }
    }

    /// <summary>Where the conversation is warm, and with how many tokens; null if nowhere.</summary>
    public (Deployment Deployment, long Tokens)? Warm(string conversation)
    {
        lock (_gate)
        {
            return
                _last.TryGetValue(conversation, out var last)
                && last.Tokens > 0
                && time.GetElapsedTime(last.Timestamp) < warmFor
                ? (last.Deployment, last.Tokens)
                : null;
        }
    }
}
