using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SkRouter.Access;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Access;

/// <summary>
/// Lets in requests with a key that is good, within its limits. Nothing is decided by where a request comes from, unless the app allows this machine in without a
/// key; then a key is used where it is known, and what else clients send for one is ignored, for most clients cannot be used without.
/// </summary>
internal sealed class KeyGate(KeyLookup keys, SkRouterApiOptions options, TimeProvider time)
    : IApiGate
{
    /// <summary>Wrong keys of one address in a minute, from which on it is told to slow down.</summary>
    public const int MostGuesses = 60;

    /// <summary>The same for all addresses together.</summary>
    public const int MostGuessesOfAll = 1_000;

    private static readonly ApiCaller Local = new("local") { IsOperator = true };

    private static readonly ApiFault NoKey = Unauthorised(
        "A key is needed: send it as 'Authorization: Bearer skr-...' or 'x-api-key'. Whoever runs this server makes one with 'skrouter key create NAME'.",
        "key_required"
    );

    private static readonly ApiFault WrongKey = Unauthorised(
        "This key is not known here.",
        "invalid_api_key"
    );

    private static readonly ApiFault TwoKeys = Unauthorised(
        "Authorization and x-api-key hold different keys. Send one.",
        "invalid_api_key"
    );

    private static readonly ApiFault TooMany = new(
        429,
        ApiFaultTypes.RateLimit,
        "This key is not known here, and too many unknown keys were sent lately."
    )
    {
        Code = "too_many_attempts",
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    private static readonly ApiFault Remote = new(
        403,
        ApiFaultTypes.Permission,
        "This server runs without keys, so it answers only the machine that it runs on, by its own name (localhost), and neither what comes through a proxy nor what another site's page sends. Start it without --no-auth to serve others with keys."
    )
    {
        Code = "local_only",
    };

    private readonly ConcurrentDictionary<string, KeyUsage> _usage = new(StringComparer.Ordinal);
    private readonly GuessCounter _guesses = new(time);

    public ValueTask<ApiAdmission> AdmitAsync(HttpContext http)
    {
        if (options.AllowWithoutKey && !LoopbackRequest.Is(http))
        {
            return new(Refused(Remote));
        }

        return KeyHeader.Read(http.Request) switch
        {
            { Secret: null } or { IsAmbiguous: true } when options.AllowWithoutKey => new(
                new ApiAdmission(Local, Fault: null)
            ),
            { IsAmbiguous: true } => new(Refused(TwoKeys)),
            { Secret: null } => new(Refused(NoKey)),
            { Secret: var secret } => new(Admit(http, secret)),
        };
    }

    private ApiAdmission Admit(HttpContext http, string secret)
    {
        var mayBe =
            secret.Length <= ApiKeySecret.Longest
            && secret.StartsWith(ApiKeySecret.Start, StringComparison.Ordinal);
        if (mayBe && keys.Find(secret) is { } key)
        {
            return Fault(key) is { } fault ? Refused(fault) : Begin(key);
        }

        if (options.AllowWithoutKey)
        {
            return new(Local, Fault: null);
        }

        // Counted after the look-up: however many guesses there were, a good key is let in.
        var (ofAddress, all) = _guesses.Add(http.Connection.RemoteIpAddress);
        return Refused(ofAddress > MostGuesses || all > MostGuessesOfAll ? TooMany : WrongKey);
    }

    /// <summary>Only whoever has the right secret learns what became of the key.</summary>
    private ApiFault? Fault(ApiKey key) =>
        key.RevokedAt is not null ? Unauthorised("This key was revoked.", "key_revoked")
        : key.ExpiresAt <= time.GetUtcNow() ? Unauthorised("This key has expired.", "key_expired")
        : null;

    private ApiAdmission Begin(ApiKey key)
    {
        var usage = _usage.GetOrAdd(key.Id, static (_, clock) => new(clock), time);
        if (usage.TryBegin(key) is var (wait, limit))
        {
            return Refused(
                new(429, ApiFaultTypes.RateLimit, $"This key is limited to {limit}.")
                {
                    Code = "rate_limit_exceeded",
                    RetryAfter = wait,
                }
            );
        }

        return new(usage.Caller(key), Fault: null, new(usage));
    }

    private static ApiAdmission Refused(ApiFault fault) => new(Caller: null, fault);

    private static ApiFault Unauthorised(string message, string code) =>
        new(401, ApiFaultTypes.Authentication, message) { Code = code };
}
