using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes what a text cites, in OpenAI's words.</summary>
internal static class Citation
{
    /// <param name="json">The output.</param>
    /// <param name="annotation">The citation; one that a provider of this protocol wrote is written as it came.</param>
    /// <param name="end">Where the text ends that it is about, for providers that do not say.</param>
    public static void Write(Utf8JsonWriter json, AIAnnotation annotation, int end)
    {
        if (Native(annotation) is { } native)
        {
            json.WriteRawValue(native.GetRawText());
            return;
        }

        var citation = annotation as CitationAnnotation;
        json.WriteStartObject();
        if (citation?.FileId is { } file && citation.Url is null)
        {
            json.WriteString("type", "file_citation");
            json.WriteString("file_id", file);
            json.WriteString("filename", citation.Title ?? "");
            json.WriteNumber("index", end);
        }
        else
        {
            var region = annotation
                .AnnotatedRegions?.OfType<TextSpanAnnotatedRegion>()
                .FirstOrDefault();
            json.WriteString("type", "url_citation");
            json.WriteString("url", citation?.Url?.OriginalString ?? "");
            json.WriteString("title", citation?.Title ?? "");
            json.WriteNumber("start_index", region?.StartIndex ?? 0);
            json.WriteNumber("end_index", region?.EndIndex ?? end);
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
