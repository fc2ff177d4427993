using System.Net;
using SkRouter.Balancing;

namespace SkRouter.AspNetCore.Access;

/// <summary>Lets an address ask about so many unknown keys a minute. Nobody guesses 256 bits; this is for the store's and the log's sake.</summary>
internal sealed class GuessLimit(TimeProvider time)
{
    public const int MostPerMinute = 60;
    private const int MostAddresses = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, SlidingMinute> _guesses = [];

    public bool IsReached(IPAddress? address)
    {
        lock (_gate)
        {
            return address is not null
                && _guesses.TryGetValue(address, out var guesses)
                && guesses.Sum(time.GetUtcNow()) >= MostPerMinute;
        }
    }

    public void Add(IPAddress? address)
    {
        if (address is null)
        {
            return;
        }

        lock (_gate)
        {
            if (!_guesses.TryGetValue(address, out var guesses))
            {
                if (_guesses.Count >= MostAddresses)
                {
                    _guesses.Clear();
                }

                _guesses[address] = guesses = new();
            }

            guesses.Add(time.GetUtcNow(), 1);
        }
    }
}
