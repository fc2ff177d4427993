using SkRouter.Resilience;
using static SkRouter.AspNetCore.Tests.Errors.ErrorFault;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>Lines of the table of errors.</summary>
internal static partial class ErrorTable
{
    // The model wrote what its own server rejects: a failed answer; next candidate.
    private static IEnumerable<ErrorRow> BadOutput()
    {
        yield return Bad(
            "tool_use_failed",
            Says(400, "Failed to call a function. Please adjust your prompt.", "tool_use_failed")
        );
        yield return Bad(
            "json_validate_failed",
            Says(400, "Failed to generate JSON.", "json_validate_failed")
        );
        yield return Bad(
            "a tool that was not offered",
            Says(
                400,
                "tool call validation failed: attempted to call tool 'x' which was not in request.tools"
            )
        );
        yield return Bad(
            "unparsable call",
            Says(500, "Failed to parse tool call arguments as JSON")
        );
    }

    // A 400 that only this provider would give: next candidate of another provider, once; if that one refuses too, the first error.
    private static IEnumerable<ErrorRow> OneProviderOnly()
    {
        yield return Unsupported(
            "a setting",
            Says(
                400,
                "Unsupported parameter: 'logit_bias'",
                "unsupported_parameter",
                "invalid_request_error",
                "logit_bias"
            )
        );
        yield return Unsupported("a role", Says(400, "messages: role 'developer' is not allowed"));
        yield return Unsupported(
            "a schema keyword",
            Says(400, "Invalid schema for response_format: 'oneOf' is not permitted")
        );
        yield return Unsupported(
            "an extra field",
            new(
                422,
                """{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}"""
            )
        );
        yield return Unsupported("nothing known", Says(400, "Bad request"));
        yield return Unsupported("nothing at all", new(400, ""));
        yield return Unsupported(
            "both refuse",
            Says(
                400,
                "Unsupported parameter: 'logit_bias'",
                "unsupported_parameter",
                "invalid_request_error",
                "logit_bias"
            )
        ) with
        {
            Others = new Dictionary<string, ErrorFault>
            {
                ["other"] = Says(422, "seed?", "unknown_parameter", param: "seed"),
            },
            Error = new(
                400,
                "invalid_request_error",
                "unsupported_parameter",
                "logit_bias",
                "Unsupported parameter: 'logit_bias'"
            ),
        };
        yield return Unsupported(
            "the second is down",
            Says(
                400,
                "Unsupported parameter: 'logit_bias'",
                "unsupported_parameter",
                param: "logit_bias"
            )
        ) with
        {
            Others = new Dictionary<string, ErrorFault> { ["other"] = Says(503, "down") },
            Asked = "one, other, large",
        };
        yield return new(
            "an output limit",
            Says(
                400,
                "max_tokens is too large: 99999. This model supports at most 4096 completion tokens."
            ),
            "one, twin",
            FailureKind.UnsupportedRequest
        );
    }

    // A 400 that every provider would give: stop; the provider's message, code and parameter.
    private static IEnumerable<ErrorRow> EveryProvider()
    {
        yield return Invalid(
            "no messages",
            Says(
                400,
                "[] is too short - 'messages'",
                "empty_array",
                "invalid_request_error",
                "messages"
            ),
            "empty_array",
            "messages"
        );
        yield return Invalid(
            "a malformed body",
            Says(400, "We could not parse the JSON body of your request."),
            "invalid_request",
            null
        );
        yield return Invalid(
            "tool results without calls",
            Says(
                400,
                "messages with role 'tool' must be a response to a preceding message with 'tool_calls'",
                param: "messages.[2].role"
            ),
            "invalid_request",
            "messages.[2].role"
        );
        yield return Invalid(
            "messages are missing",
            Says(422, "messages: Field required"),
            "invalid_request",
            null
        );
    }

    // A finish reason that is not a known good end, an empty answer, an end without a finish reason: a failure of the attempt.
    private static IEnumerable<ErrorRow> BadEnds()
    {
        foreach (var end in new[] { "error", "network_error", "abort", "something_new" })
        {
            yield return Outage($"ends with {end}", Ends(end), FailureKind.Interrupted);
        }

        yield return Outage("without a finish reason", Ends(""), FailureKind.Interrupted) with
        {
            PlainOnly = true,
        };
        yield return Outage("an empty answer", Ends("stop", ""), FailureKind.EmptyAnswer);
    }
}
