using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes what a text cites, in OpenAI's words.</summary>
internal static class Citation
{
    /// <summary>Decides whether the protocol can name the source.</summary>
    public static bool CanWrite(AIAnnotation annotation) =>
        Native(annotation) is not null
        || annotation
            is CitationAnnotation { Url: not null }
                or CitationAnnotation { FileId: not null };

    /// <param name="json">The output.</param>
    /// <param name="annotation">The citation; one that a provider of this protocol wrote is written as it came.</param>
    /// <param name="part">The part of the text that it is about.</param>
    /// <param name="isMoved">Whether the text stands behind another one, so that the provider's places no longer hold.</param>
    public static void Write(
        Utf8JsonWriter json,
        AIAnnotation annotation,
        (int Start, int End) part,
        bool isMoved
    )
    {
        if (!isMoved && Native(annotation) is { } native)
        {
            json.WriteRawValue(native.GetRawText());
            return;
        }

        var citation = (CitationAnnotation)annotation;
        json.WriteStartObject();
        if (citation is { FileId: { } file, Url: null })
        {
            json.WriteString("type", "file_citation");
            json.WriteString("file_id", file);
            json.WriteString("filename", citation.Title ?? "");
            json.WriteNumber("index", part.End);
        }
        else
        {
            json.WriteString("type", "url_citation");
            json.WriteString("url", citation.Url!.OriginalString);
            json.WriteString("title", citation.Title ?? "");
            json.WriteNumber("start_index", part.Start);
            json.WriteNumber("end_index", part.End);
        }

        json.WriteEndObject();
    }

    private static JsonElement? Native(AIAnnotation annotation) =>
        annotation.RawRepresentation is JsonElement { ValueKind: JsonValueKind.Object } raw
        && raw.TryGetProperty("type", out var type)
        && type.ValueKind is JsonValueKind.String
        && type.GetString() switch
        {
            "url_citation" => raw.TryGetProperty("url", out _),
            "file_citation" or "container_file_citation" or "file_path" => raw.TryGetProperty(
                "file_id",
                out _
            ),
            _ => false,
        }
            ? raw
            : null;
}
