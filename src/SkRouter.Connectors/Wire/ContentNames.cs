using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>What a content that was left out is called in notes.</summary>
internal static class ContentNames
{
    public static string Of(AIContent content) =>
        content switch
        {
            ProviderContent block => $"content:{block.Block.Text("type") ?? block.Provider}",
            TextReasoningContent => "content:reasoning",
            DataContent data => $"content:{Kind(data.MediaType)}",
            UriContent link => $"content:{Kind(link.MediaType)}",
            HostedFileContent => "content:file",
            _ => $"content:{content.GetType().Name}",
        };

    /// <summary>Gets how closely a picture is to be looked at; null if the caller does not say.</summary>
    public static string? Detail(AIContent content) =>
        content.AdditionalProperties?.TryGetValue("detail", out var detail) is true
            ? detail?.ToString()?.ToLowerInvariant()
            : null;

    /// <summary>Gets the kind of a media type: image, audio, video or file.</summary>
    public static string Kind(string? mediaType) =>
        mediaType?.Split('/')[0].ToLowerInvariant() switch
        {
            "image" => "image",
            "audio" => "audio",
            "video" => "video",
            _ => "file",
        };
}
