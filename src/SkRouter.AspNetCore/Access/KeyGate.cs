using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SkRouter.Access;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Access;

/// <summary>
/// Lets in who has a key that is good, within its limits. While there is no key at all, and none is required, requests of this machine are let
/// in, whatever they send for a key, for most clients cannot be used without one.
/// </summary>
internal sealed class KeyGate(KeyLookup keys, SkRouterApiOptions options, TimeProvider time)
    : IApiGate
{
    private static readonly ApiCaller Local = new("local");

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

    private static readonly ApiFault Remote = Unauthorised(
        "Without a key only this machine is answered, asked for by its own name and without a proxy between. Whoever runs this server makes a key with 'skrouter key create NAME'.",
        "key_required"
    );

    private readonly ConcurrentDictionary<string, KeyUsage> _usage = new(StringComparer.Ordinal);
    private readonly GuessLimit _guesses = new(time);

    public ValueTask<ApiAdmission> AdmitAsync(HttpContext http) =>
        ValueTask.FromResult(Admit(http));

    private ApiAdmission Admit(HttpContext http)
    {
        if (!options.RequireKey && !keys.Any)
        {
            return LoopbackRequest.Is(http) ? new(Local, Fault: null) : Refused(Remote);
        }

        return KeyHeader.Read(http.Request) switch
        {
            { IsAmbiguous: true } => Refused(TwoKeys),
            { Secret: null } => Refused(NoKey),
            { Secret: var secret } => Admit(http, secret),
        };
    }

    private ApiAdmission Admit(HttpContext http, string secret)
    {
        var address = http.Connection.RemoteIpAddress;
        var hash = KeyLookup.HashOf(secret);
        var known = keys.Known(hash);
        if (known is null && _guesses.IsReached(address))
        {
            return Refused(
                new(429, ApiFaultTypes.RateLimit, "Too many unknown keys from this address.")
                {
                    Code = "too_many_attempts",
                    RetryAfter = TimeSpan.FromMinutes(1),
                }
            );
        }

        if (
            secret.Length > ApiKeySecret.Longest
            || !secret.StartsWith(ApiKeySecret.Start, StringComparison.Ordinal)
            || (known is var (found, _) ? found : keys.Find(secret, hash)) is not { } key
        )
        {
            _guesses.Add(address);
            return Refused(WrongKey);
        }

        return Fault(key) is { } fault ? Refused(fault) : Begin(key);
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
