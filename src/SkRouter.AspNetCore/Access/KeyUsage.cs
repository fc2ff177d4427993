using SkRouter.Access;
using SkRouter.Balancing;

namespace SkRouter.AspNetCore.Access;

/// <summary>What a key has asked and consumed in the last minute, in this process.</summary>
internal sealed class KeyUsage(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SlidingMinute _requests = new();
    private readonly SlidingMinute _tokens = new();
    private ApiKey? _key;
    private (ApiKey Key, ApiCaller Caller)? _caller;
    private int _running;

    /// <summary>Who has the key; made anew only when the key has changed.</summary>
    public ApiCaller Caller(ApiKey key)
    {
        lock (_gate)
        {
            if (_caller is not var (known, caller) || !ReferenceEquals(known, key))
            {
                caller = ApiCaller.Of(key);
                _caller = (key, caller);
            }

            return caller;
        }
    }

    /// <summary>Takes a place for one more request.</summary>
    /// <param name="key">The key as it is now.</param>
    /// <returns>Null if there is one; else how long to wait, and for what.</returns>
    public (TimeSpan Wait, string Limit)? TryBegin(ApiKey key)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _key = key;
            if (key.MaxParallel is { } parallel && _running >= parallel)
            {
                return (
                    TimeSpan.FromSeconds(1),
                    FormattableString.Invariant($"{parallel} requests at once")
                );
            }

            if (key.RequestsPerMinute is { } rpm && _requests.Sum(now) >= rpm)
            {
                return (
                    _requests.Until(now, _requests.Sum(now) - rpm + 1),
                    FormattableString.Invariant($"{rpm} requests a minute")
                );
            }

            if (key.TokensPerMinute is { } tpm && _tokens.Sum(now) >= tpm)
            {
                return (
                    _tokens.Until(now, _tokens.Sum(now) - tpm + 1),
                    FormattableString.Invariant($"{tpm} tokens a minute")
                );
            }

            _requests.Add(now, 1);
            _running++;
            return null;
        }
    }

    public void Spend(long tokens)
    {
        lock (_gate)
        {
            _tokens.Add(time.GetUtcNow(), tokens);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _running--;
        }
    }

    public (KeyStanding? Requests, KeyStanding? Tokens) Read()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return (
                Of(_key?.RequestsPerMinute, _requests, now),
                Of(_key?.TokensPerMinute, _tokens, now)
            );
        }
    }

    private static KeyStanding? Of(long? limit, SlidingMinute minute, DateTimeOffset now)
    {
        if (limit is not { } most)
        {
            return null;
        }

        var sum = minute.Sum(now);
        return new(
            most,
            Math.Max(0, most - sum),
            sum == 0 ? TimeSpan.Zero : minute.Until(now, sum)
        );
    }
}
