using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Names of files, for providers that want one.</summary>
internal static class FileNames
{
    /// <summary>Gets the name that the caller gave; null if it gave none.</summary>
    public static string? Given(AIContent content) =>
        (content as DataContent)?.Name
        ?? (
            content.AdditionalProperties?.TryGetValue(ProtocolFields.FileName, out var name) is true
                ? name?.ToString()
                : null
        );

    /// <summary>Gets the name that the caller gave, or that of its address, or one that fits its type.</summary>
    public static string Of(AIContent content) =>
        Given(content)
        ?? content switch
        {
            UriContent link when Path.GetFileName(link.Uri.AbsolutePath) is { Length: > 0 } last =>
                Uri.UnescapeDataString(last),
            UriContent link => Fitting(link.MediaType),
            DataContent data => Fitting(data.MediaType),
            _ => Fitting(mediaType: null),
        };

    private static string Fitting(string? mediaType) =>
        mediaType?.ToLowerInvariant() switch
        {
            null or "application/pdf" or "application/octet-stream" => "document.pdf",
            "text/plain" => "document.txt",
            "text/markdown" => "document.md",
            "text/csv" => "document.csv",
            "text/html" => "document.html",
            "application/json" => "document.json",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" =>
                "document.docx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "document.xlsx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation" =>
                "document.pptx",
            var other => $"document.{other.Split('/', '+', ';')[^1]}",
        };
}
