namespace SkRouter.Conversion;

/// <summary>
/// Which provider signed which piece of reasoning. A signature means nothing to another provider, which would refuse the
/// whole request for it; and nothing in a conversation says where it is from once a framework has put it together anew.
/// </summary>
internal sealed class SignatureOrigins
{
    private const int Kept = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Remember(string signature, string provider)
    {
        lock (_gate)
        {
            if (_origins.TryAdd(signature, provider))
            {
                _order.Enqueue(signature);
                if (_order.Count > Kept)
                {
                    _origins.Remove(_order.Dequeue());
                }
            }
        }
    }

    /// <returns>False only for a signature that is known to come from somebody else.</returns>
    public bool MayGoTo(string signature, string provider)
    {
        lock (_gate)
        {
            return !_origins.TryGetValue(signature, out var origin) || origin == provider;
        }
    }
}
