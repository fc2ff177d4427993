using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace SkRouter.Resilience;

/// <summary>The HTTP status on the exceptions of SDKs that the library does not reference (Anthropic's, others).</summary>
internal static class SdkStatus
{
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "Where trimming removed the property, the type's name below still tells the kind."
    )]
    public static int? Of(Exception exception)
    {
        var type = exception.GetType();
        var value = (type.GetProperty("StatusCode") ?? type.GetProperty("Status"))?.GetValue(
            exception
        );
        return value switch
        {
            HttpStatusCode code => (int)code,
            int number and >= 100 and < 600 => number,
            _ => ByName(type.Name),
        };
    }

    /// <summary>The body of a refusal, where an SDK's exception has it.</summary>
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "Where trimming removed the property, the message tells the same in other words."
    )]
    public static string? BodyOf(Exception exception) =>
        exception.GetType().GetProperty("ResponseBody")?.GetValue(exception) as string
            is { Length: > 0 } body
            ? body
            : null;

    private static int? ByName(string name) =>
        name switch
        {
            "AnthropicRateLimitException" => 429,
            "AnthropicOverloadedException" => 529,
            "AnthropicUnauthorizedException" => 401,
            "AnthropicPaymentRequiredException" => 402,
            "AnthropicForbiddenException" => 403,
            "AnthropicNotFoundException" => 404,
            "AnthropicBadRequestException" => 400,
            "AnthropicRequestTimeoutException" => 408,
            "AnthropicServiceUnavailableException" => 503,
            "AnthropicGatewayTimeoutException" => 504,
            "ModelDoesNotSupportToolsException" => 400,
            _ => null,
        };
}
