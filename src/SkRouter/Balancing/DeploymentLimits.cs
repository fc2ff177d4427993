using System.Globalization;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;

namespace SkRouter.Balancing;

/// <summary>
/// A deployment's limits on requests and tokens a minute, stated by the app or learned from rate-limit headers. A deployment
/// without headroom is passed over instead of being hit until it refuses. Guarded by the health that owns it.
/// </summary>
internal sealed class DeploymentLimits(DeploymentOptions options)
{
    private readonly SlidingMinute? _requests = options.RequestsPerMinute is null ? null : new();
    private readonly SlidingMinute? _tokens = options.TokensPerMinute is null ? null : new();
    private DateTimeOffset _requestsFreeAt;
    private DateTimeOffset _tokensFreeAt;
    private long _tokensLeft = long.MaxValue;

    /// <summary>Whether there is anything to keep.</summary>
    public bool Active { get; private set; } =
        options.RequestsPerMinute is not null || options.TokensPerMinute is not null;

    /// <summary>When there is room again, and why there is none; null if there is.</summary>
    public (DateTimeOffset Until, string Reason)? NoHeadroom(DateTimeOffset now, long tokens)
    {
        if (_requests is not null && _requests.Sum(now) + 1 > options.RequestsPerMinute)
        {
            return (
                now + _requests.Until(now, 1),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its {options.RequestsPerMinute} requests a minute are used up"
                )
            );
        }

        if (
            _tokens is not null
            && _tokens.Sum(now) is > 0 and var used
            && used + tokens > options.TokensPerMinute
        )
        {
            return (
                now + _tokens.Until(now, used + tokens - options.TokensPerMinute.Value),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its {options.TokensPerMinute} tokens a minute are used up"
                )
            );
        }

        if (_requestsFreeAt > now)
        {
            return (_requestsFreeAt, "its provider said that no requests are left");
        }

        return _tokensFreeAt > now && _tokensLeft < tokens
            ? (_tokensFreeAt, "its provider said that too few tokens are left")
            : null;
    }

    /// <summary>How much of what the app states is used, 0 to 1; what a provider's headers say tells only when nothing is left.</summary>
    private decimal Used(DateTimeOffset now) =>
        Math.Max(
            Share(_requests, options.RequestsPerMinute, now),
            Share(_tokens, options.TokensPerMinute, now)
        );

    /// <summary>What share of them is left, 0 to 1; null if none is known.</summary>
    public decimal? Headroom(DateTimeOffset now) =>
        _requestsFreeAt > now ? 0
        : _requests is null && _tokens is null ? null
        : Math.Max(0, 1 - Used(now));

    public void Enter(DateTimeOffset now, long tokens)
    {
        _requests?.Add(now, 1);
        _tokens?.Add(now, tokens);
        if (_tokensLeft != long.MaxValue)
        {
            _tokensLeft -= tokens;
        }
    }

    /// <summary>Corrects an estimate by what was really consumed.</summary>
    public void Correct(DateTimeOffset now, long difference) => _tokens?.Add(now, difference);

    public void Learn(DateTimeOffset now, ProviderSignals signals)
    {
        if (signals is { RemainingRequests: <= 0, RequestsResetIn: { } requestsReset })
        {
            _requestsFreeAt = now + requestsReset;
            Active = true;
        }

        if (signals is { RemainingTokens: { } left, TokensResetIn: { } tokensReset })
        {
            _tokensLeft = left;
            _tokensFreeAt = now + tokensReset;
            Active = true;
        }
    }

    private static decimal Share(SlidingMinute? window, long? limit, DateTimeOffset now) =>
        window is null || limit is not > 0 ? 0 : (decimal)window.Sum(now) / limit.Value;
}
