using System.Net;
using SkRouter.Balancing;

namespace SkRouter.AspNetCore.Access;

/// <summary>Counts wrong secrets of the last minute, for each address and in all. It never decides about a right one.</summary>
internal sealed class GuessCounter(TimeProvider time)
{
    private const int MostAddresses = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, SlidingMinute> _byAddress = [];
    private readonly SlidingMinute _all = new();

    /// <summary>Counts one more.</summary>
    /// <returns>How many there were within a minute, this one included.</returns>
    public (long OfAddress, long All) Add(IPAddress? address)
    {
        var key = CallerAddress.Of(address);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(key, out var guesses))
            {
                if (_byAddress.Count >= MostAddresses)
                {
                    _byAddress.Clear();
                }

                _byAddress[key] = guesses = new();
            }

            guesses.Add(now, 1);
            _all.Add(now, 1);
            return (guesses.Sum(now), _all.Sum(now));
        }
    }
}
