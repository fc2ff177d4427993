using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>The service tier of an answer, in OpenAI's words and in Anthropic's.</summary>
internal static class ServiceTiers
{
    private const string Key = "skrouter.service_tier";

    /// <summary>Gets OpenAI's word for the tier that served an answer.</summary>
    /// <returns>Null if the provider does not say it, or has a word of its own.</returns>
    public static string? Read(AdditionalPropertiesDictionary? extras) =>
        (extras?.GetValueOrDefault(Key) as string)?.ToLowerInvariant() switch
        {
            "default" or "standard" => "default",
            "flex" => "flex",
            "priority" => "priority",
            "scale" => "scale",
            _ => null,
        };

    /// <summary>Gets Anthropic's word for a tier of OpenAI's.</summary>
    /// <returns>Null if it has none.</returns>
    public static string? ForMessages(string? tier) =>
        tier switch
        {
            "default" => "standard",
            "priority" => "priority",
            _ => null,
        };
}
