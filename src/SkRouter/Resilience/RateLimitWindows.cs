using System.Globalization;
using System.Net.Http.Headers;

namespace SkRouter.Resilience;

/// <summary>
/// What is left in a provider's windows of requests and tokens, and when they are full again. Providers name the headers alike (<c>remaining</c> and
/// <c>reset</c> among other words) and no two of them the same.
/// </summary>
internal sealed class RateLimitWindows
{
    private const string Remaining = "remaining";
    private const string Reset = "reset";

    private readonly List<(string Name, int At, long Left)> _left = new(2);
    private readonly List<(string Name, int At, TimeSpan In)> _resets = new(2);

    /// <summary>Reads all headers that tell of a window; null if there is none.</summary>
    public static RateLimitWindows? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        RateLimitWindows? windows = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase))
            {
                (windows ??= new()).Add(name, values.ToString(), now);
            }
        }

        return windows;
    }

    /// <summary>Tells what is left, by the window that is closest to its end.</summary>
    public void Tell(ProviderSignals signals)
    {
        TimeSpan? exhausted = null;
        foreach (var (name, at, left) in _left)
        {
            var reset = ResetOf(name, at);
            if (left <= 0 && reset > (exhausted ?? TimeSpan.Zero))
            {
                exhausted = reset;
            }

            if (name.Contains("token", StringComparison.OrdinalIgnoreCase))
            {
                if (IsTighter(left, reset, signals.RemainingTokens, signals.TokensResetIn))
                {
                    (signals.RemainingTokens, signals.TokensResetIn) = (left, reset);
                }
            }
            else if (IsTighter(left, reset, signals.RemainingRequests, signals.RequestsResetIn))
            {
                (signals.RemainingRequests, signals.RequestsResetIn) = (left, reset);
            }
        }

        signals.ResetIn = exhausted ?? Soonest();
    }

    private static bool IsTighter(long left, TimeSpan? reset, long? known, TimeSpan? knownReset) =>
        known is not { } before
        || left < before
        || (left == before && (reset ?? TimeSpan.Zero) > (knownReset ?? TimeSpan.Zero));

    private void Add(string name, string value, DateTimeOffset now)
    {
        var at = name.IndexOf(Remaining, StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            if (
                double.TryParse(
                    value,
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var left
                ) && double.IsFinite(left)
            )
            {
                _left.Add((name, at, (long)Math.Clamp(left, 0, 1e15)));
            }

            return;
        }

        at = name.IndexOf(Reset, StringComparison.OrdinalIgnoreCase);
        if (at >= 0 && RateLimitHeaders.ParseReset(value, now) is { } reset)
        {
            _resets.Add((name, at, reset));
        }
    }

    /// <summary>The header that has the other word in the same place.</summary>
    private TimeSpan? ResetOf(string remaining, int at)
    {
        foreach (var (name, place, reset) in _resets)
        {
            if (
                place == at
                && name.AsSpan(0, place)
                    .Equals(remaining.AsSpan(0, at), StringComparison.OrdinalIgnoreCase)
                && name.AsSpan(place + Reset.Length)
                    .Equals(
                        remaining.AsSpan(at + Remaining.Length),
                        StringComparison.OrdinalIgnoreCase
                    )
            )
            {
                return reset;
            }
        }

        // Some name one end for several windows.
        return _resets.Count == 1 ? _resets[0].In : null;
    }

    private TimeSpan? Soonest()
    {
        TimeSpan? soonest = null;
        foreach (var (_, _, reset) in _resets)
        {
            soonest = reset < soonest ? reset : soonest ?? reset;
        }

        return soonest;
    }
}
