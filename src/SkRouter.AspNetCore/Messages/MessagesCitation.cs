using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Messages;

/// <summary>
/// Writes a source that a provider of another protocol cites as a result of a web search. Anthropic's API takes such a citation back only with an index of its
/// own; one that was made here says so, and is not sent there.
/// </summary>
internal static class MessagesCitation
{
    private const string Mark = "skr1.";
    private const string Index = "encrypted_index";

    public static JsonElement Of(
        CitationAnnotation citation,
        Uri url,
        string cited,
        string provider
    ) =>
        JsonSerializer.SerializeToElement(
            new JsonObject
            {
                ["type"] = "web_search_result_location",
                ["cited_text"] = cited,
                [Index] = Mark + provider,
                ["title"] = citation.Title,
                ["url"] = url.OriginalString,
            },
            Api.ApiJson.Values.GetTypeInfo(typeof(JsonObject))
        );

    /// <summary>Decides whether a citation that a client returns was made here.</summary>
    public static bool IsOurs(JsonElement citation) =>
        citation.ValueKind is JsonValueKind.Object
        && citation.TryGetProperty(Index, out var index)
        && index.ValueKind is JsonValueKind.String
        && index.GetString()!.StartsWith(Mark, StringComparison.Ordinal);
}
