namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Bounds the bytes of all request bodies that are being read or answered. Large bodies leave room for small ones, and one caller's leave room for
/// others'.
/// </summary>
internal sealed class BodyBudget(SkRouterApiOptions options, MemoryReturn? memory = null)
{
    /// <summary>Larger bodies share three quarters of the room.</summary>
    private const long Small = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _byCaller = new(StringComparer.Ordinal);
    private long _held;
    private long _most;

    /// <summary>Bytes that are held now.</summary>
    public long Held
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <summary>Takes room for a body, or for more of it.</summary>
    /// <param name="caller">Whose body it is.</param>
    /// <param name="bytes">How many bytes.</param>
    /// <param name="soFar">How many the same body holds already.</param>
    /// <returns>False if there is no room now.</returns>
    public bool TryHold(string caller, long bytes, long soFar = 0)
    {
        var most = options.MaxBytesInFlight;
        lock (_gate)
        {
            var own = _byCaller.GetValueOrDefault(caller);
            var isLarge = bytes + soFar > Small;
            // A body alone is always taken: its own limit is another.
            var isAlone = _held == soFar;
            if (
                !isAlone
                && (
                    _held + bytes > (isLarge ? most / 4 * 3 : most)
                    || (isLarge && own > soFar && own + bytes > most / 2)
                )
            )
            {
                return false;
            }

            _held += bytes;
            _most = Math.Max(_most, _held);
            _byCaller[caller] = own + bytes;
            return true;
        }
    }

    public void Release(string caller, long bytes)
    {
        lock (_gate)
        {
            _held -= bytes;
            if (_held < Small && _most >= MemoryReturn.Worthwhile)
            {
                _most = 0;
                memory?.Plan();
            }

            var own = _byCaller.GetValueOrDefault(caller) - bytes;
            if (own > 0)
            {
                _byCaller[caller] = own;
            }
            else
            {
                _byCaller.Remove(caller);
            }
        }
    }
}
