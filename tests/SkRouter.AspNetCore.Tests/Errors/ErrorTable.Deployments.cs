using System.Net.Sockets;
using SkRouter.Resilience;
using static SkRouter.AspNetCore.Tests.Errors.ErrorFault;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>Lines of the table of errors.</summary>
internal static partial class ErrorTable
{
    // 429, or a provider's own "overloaded" (529): cool down at once; next candidate.
    private static IEnumerable<ErrorRow> RateLimits()
    {
        const FailureKind Limited = FailureKind.RateLimited;
        const FailureKind Overloaded = FailureKind.Overloaded;
        yield return Limit("429", Says(429, "slow down"), Limited, 10);
        yield return Limit(
            "429 with Retry-After",
            Says(429, "slow down") with
            {
                Headers = After3Seconds,
            },
            Limited,
            3
        );
        yield return Limit(
            "429, the wait in words",
            Says(429, "Rate limit reached. Please try again in 9m38s."),
            Limited,
            578
        );
        yield return Limit(
            "429, the wait in a member",
            new(
                429,
                """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"quota","details":[{"retryDelay":"34s"}]}}"""
            ),
            Limited,
            34
        );
        yield return Limit(
            "429, the wait in its limits",
            Says(429, "slow down") with
            {
                Headers =
                [
                    ("x-ratelimit-remaining-tokens", "0"),
                    ("x-ratelimit-reset-tokens", "6m0s"),
                ],
            },
            Limited,
            360
        );
        yield return Limit(
            "429 in Chinese",
            Says(429, "请求频率过高，请在 30 秒后重试"),
            Limited,
            30
        );
        yield return Limit(
            "529",
            Says(529, "Overloaded", type: "overloaded_error"),
            Overloaded,
            10
        );
        yield return Limit(
            "503 that says overloaded",
            Says(503, "The engine is currently overloaded, please try again later"),
            Overloaded,
            10
        );
        yield return Limit(
            "400 that says too many requests",
            Says(400, "Too many requests, concurrency limit reached"),
            Limited,
            10
        );
        yield return Limit(
            "413 for tokens a minute",
            Says(
                413,
                "Request too large for model on tokens per minute (TPM): Limit 6000",
                "rate_limit_exceeded"
            ),
            Limited,
            10
        );
        yield return Limit(
            "200 with an error that says overloaded",
            Says(200, "Our servers are currently overloaded.", "server_is_overloaded"),
            Overloaded,
            10
        );
        yield return Limit(
            "an answer that ends for want of resources",
            Ends("insufficient_system_resource"),
            Overloaded,
            10
        );
    }

    // 5xx, 408, 424, refused, reset, DNS: next candidate; Retry-After on any status is a cooldown.
    private static IEnumerable<ErrorRow> Outages()
    {
        foreach (var status in new[] { 500, 502, 503, 504, 520, 408, 424, 409 })
        {
            yield return Outage(
                FormattableString.Invariant($"status {status}"),
                Says(status, "failed"),
                FailureKind.ServerError
            );
        }

        yield return Outage(
            "502, a page",
            new(502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"),
            FailureKind.ServerError
        );
        yield return Outage(
            "503 with Retry-After",
            Says(503, "down") with
            {
                Headers = After3Seconds,
            },
            FailureKind.ServerError
        ) with
        {
            CoolsDown = "one",
            Seconds = 3,
        };
        yield return Outage(
            "refused",
            Broken(SocketError.ConnectionRefused),
            FailureKind.Unreachable
        );
        yield return Outage("reset", Broken(SocketError.ConnectionReset), FailureKind.Unreachable);
        yield return Outage(
            "no such host",
            Broken(SocketError.HostNotFound),
            FailureKind.Unreachable
        );
        yield return Outage(
            "200 with an error of no known kind",
            Says(200, "something went wrong"),
            FailureKind.ServerError
        );
    }

    // 401, 402, 403 and their disguises: the key is dead for now; next candidate with another key or provider; cool down.
    private static IEnumerable<ErrorRow> Keys()
    {
        yield return Key("401", Says(401, "Incorrect API key provided", "invalid_api_key"));
        yield return Key("402", Says(402, "Insufficient Balance"));
        yield return Key("403", Says(403, "Forbidden"));
        yield return Key(
            "403, a gateway's page",
            new(
                403,
                "<!DOCTYPE html><html><body><h1>Sorry, you have been blocked</h1></body></html>"
            )
        );
        yield return Key(
            "400, wrong key",
            Says(400, "API key not valid. Please pass a valid API key.", "API_KEY_INVALID")
        );
        yield return Key(
            "400, no credit",
            Says(
                400,
                "Your credit balance is too low to access the Anthropic API.",
                type: "invalid_request_error"
            )
        );
        yield return Key("400, no credit in Chinese", Says(400, "账户余额不足，请充值"));
        yield return Key(
            "400, region",
            Says(400, "User location is not supported for the API use.")
        );
        yield return Key(
            "403, region",
            Says(
                403,
                "Country, region, or territory not supported",
                "unsupported_country_region_territory"
            )
        );
        yield return Key(
            "400, organisation",
            Says(400, "Your organization must be verified to use the model")
        );
        yield return Key(
            "429, no credit",
            Says(
                429,
                "You exceeded your current quota, please check your plan and billing details.",
                "insufficient_quota"
            )
        );
        yield return Key(
            "500, no credit",
            Says(500, "user quota is not enough", "insufficient_user_quota")
        );
    }

    // 404, model not found, decommissioned, whatever status it has: configuration fault; next candidate, cool down.
    private static IEnumerable<ErrorRow> Models()
    {
        yield return Model("404", Says(404, "The model does not exist", "model_not_found"));
        yield return Model("404 without words", new(404, ""));
        yield return Model("410", Says(410, "The model has reached its end of life."));
        yield return Model(
            "400, decommissioned",
            Says(
                400,
                "The model `m` has been decommissioned and is no longer supported.",
                "model_decommissioned"
            )
        );
        yield return Model("400, no such model", Says(400, "model 'one' not found"));
        yield return Model("422, unknown model", Says(422, "Unknown model"));
        yield return Model(
            "503, no channel for it",
            Says(503, "当前分组下对于模型 one 无可用渠道")
        );
        yield return Model(
            "403, no access to it",
            Says(403, "Project does not have access to model one", "model_not_found")
        );
    }
}
