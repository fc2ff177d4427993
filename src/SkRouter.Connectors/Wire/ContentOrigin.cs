using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Reasoning and its signatures belong to the provider that wrote them.</summary>
internal static class ContentOrigin
{
    public static TextReasoningContent Mark(this TextReasoningContent reasoning, string provider)
    {
        reasoning.AdditionalProperties ??= [];
        reasoning.AdditionalProperties[ProviderFields.Origin] = provider;
        return reasoning;
    }

    /// <summary>Whether a provider may know an uploaded file: OpenAI's two protocols have the same ones.</summary>
    public static bool IsKnownTo(this HostedFileContent file, Speaker speaker) =>
        file.IsFrom(speaker)
        || (
            speaker.Protocol is WireProtocols.ChatCompletions or WireProtocols.Responses
            && file.AdditionalProperties![ProviderFields.Origin]?.ToString()
                is WireProtocols.ChatCompletions
                    or WireProtocols.Responses
        );

    /// <summary>Reasoning without a mark is taken for the provider's own: it came from another client of the same model.</summary>
    public static bool IsFrom(this AIContent content, Speaker speaker) =>
        content.AdditionalProperties is null
        || !content.AdditionalProperties.TryGetValue(ProviderFields.Origin, out var origin)
        || (origin?.ToString() is { } name && speaker.IsCalled(name));
}
