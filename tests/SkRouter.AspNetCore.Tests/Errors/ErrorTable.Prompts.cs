using SkRouter.Resilience;
using static SkRouter.AspNetCore.Tests.Errors.ErrorFault;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>Lines of the table of errors.</summary>
internal static partial class ErrorTable
{
    // Context too long, in any provider's words: a candidate with a larger window; never the same model again.
    private static IEnumerable<ErrorRow> TooLong()
    {
        yield return Long(
            "400, OpenAI's words",
            Says(
                400,
                "This model's maximum context length is 8192 tokens.",
                "context_length_exceeded"
            )
        );
        yield return Long(
            "400, Anthropic's words",
            Says(400, "prompt is too long: 9000 tokens > 8000 maximum")
        );
        yield return Long(
            "400, llama.cpp's words",
            Says(400, "request (9000 tokens) exceeds the available context size (8192 tokens)")
        );
        yield return Long("413", Says(413, "Payload too large"));
        yield return Long("500, too long", Says(500, "Context size has been exceeded."));
        yield return Long("400, too long in Chinese", Says(400, "输入长度超过模型最大上下文长度"));
        yield return Long(
            "200 with an error that says too long",
            Says(
                200,
                "Your input exceeds the context window of this model.",
                "context_length_exceeded"
            )
        );
        yield return Long(
            "nobody has a larger one",
            Says(
                400,
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9631 tokens.",
                "context_length_exceeded"
            )
        ) with
        {
            Others = new Dictionary<string, ErrorFault>
            {
                ["large"] = Says(
                    400,
                    "This model's maximum context length is 16000 tokens. However, your messages resulted in 19631 tokens.",
                    "context_length_exceeded"
                ),
            },
            Error = new(
                400,
                "invalid_request_error",
                "context_length_exceeded",
                null,
                "maximum context length is 16000 tokens. However, your messages resulted in 19631 tokens"
            )
            {
                AnthropicMessage = "prompt is too long: 19631 tokens > 16000 maximum",
            },
        };
    }

    // Content filter or usage policy, as a status, a body, or a finish reason: stop; the prompt goes to nobody else.
    private static IEnumerable<ErrorRow> Content()
    {
        yield return Filtered(
            "400, OpenAI",
            Says(
                400,
                "Your request was rejected as a result of our safety system.",
                "content_policy_violation"
            )
        );
        yield return Filtered(
            "400, Azure",
            Says(
                400,
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
                "content_filter"
            )
        );
        yield return Filtered(
            "403, usage guidelines",
            Says(403, "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO")
        );
        yield return Filtered(
            "400, a content rule in Chinese",
            Says(400, "系统检测到输入或生成内容可能包含不安全或敏感内容", "1301")
        );
        yield return Filtered(
            "400, a content rule in French",
            Says(400, "La demande est contraire à notre politique de contenu")
        );
        yield return Filtered("422, moderation", Says(422, "Blocked by moderation"));
        yield return Filtered(
            "500, guardrail",
            Says(
                500,
                "Bedrock guardrail failed: the prompt contains personally identifiable information (PII)"
            )
        );
        yield return Filtered(
            "200 with an error that speaks of risk",
            Says(200, "Content Exists Risk")
        );
        yield return Filtered("a finish reason", Ends("content_filter", ""));
        yield return Filtered("another finish reason", Ends("sensitive", ""));
        yield return new(
            "400 that may be about the prompt",
            Says(400, "Your risk score is too high"),
            "one",
            FailureKind.InvalidRequest
        )
        {
            Error = new(
                400,
                "invalid_request_error",
                "invalid_request",
                null,
                "Your risk score is too high"
            ),
        };
    }
}
