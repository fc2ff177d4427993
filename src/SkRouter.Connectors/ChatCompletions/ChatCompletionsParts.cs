using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Writes the content of a message: a plain string where that says it all, else parts.</summary>
internal sealed class ChatCompletionsParts(KnownProvider provider, RequestNotes notes)
{
    public JsonNode? Write(IList<AIContent> contents)
    {
        if (contents.All(IsPlainText))
        {
            return string.Concat(contents.Select(static content => ((TextContent)content).Text));
        }
        var parts = new JsonArray();
        foreach (var content in contents)
        {
            if (content is TextReasoningContent reasoning)
            {
                AddThinking(parts, reasoning);
            }
            else if (Part(content) is { } part)
            {
                ProviderExtras.Write(part, content.AdditionalProperties, provider.Speaker);
                parts.Add(part);
            }
            else
            {
                notes.Left(ContentNames.Of(content));
            }
        }
        return parts;
    }

    private bool IsPlainText(AIContent content) =>
        content is TextContent
        && !ProviderExtras.Any(content.AdditionalProperties, provider.Speaker);

    /// <summary>Thoughts that follow one another are one part.</summary>
    private static void AddThinking(JsonArray parts, TextReasoningContent reasoning)
    {
        if (
            parts.LastOrDefault() is not JsonObject last
            || last["thinking"] is not JsonArray thoughts
        )
        {
            thoughts = [];
            parts.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = thoughts });
        }
        thoughts.Add(new JsonObject { ["type"] = "text", ["text"] = reasoning.Text });
    }

    private JsonObject? Part(AIContent content) =>
        content switch
        {
            TextContent text => new JsonObject { ["type"] = "text", ["text"] = text.Text },
            DataContent data => Media(data.MediaType, data.Uri, data),
            UriContent link => Media(link.MediaType, link.Uri.OriginalString, null),
            HostedFileContent file => new JsonObject
            {
                ["type"] = "file",
                ["file"] = new JsonObject { ["file_id"] = file.FileId },
            },
            ProviderContent own when provider.Speaker.IsCalled(own.Provider) => WireJson.Node(
                own.Block
            ) as JsonObject,
            _ => null,
        };

    private JsonObject? Media(string mediaType, string uri, DataContent? data)
    {
        var kind = mediaType.Split('/')[0].ToLowerInvariant();
        return kind switch
        {
            "image" => Linked("image_url", uri),
            "video" => Linked("video_url", uri),
            "audio" when data is not null => new JsonObject
            {
                ["type"] = "input_audio",
                ["input_audio"] = new JsonObject
                {
                    ["data"] = data.Base64Data.ToString(),
                    ["format"] = AudioFormat(mediaType),
                },
            },
            _ => Document(uri, data),
        };
    }

    private static JsonObject Linked(string type, string uri) =>
        new()
        {
            ["type"] = type,
            [type] = new JsonObject { ["url"] = uri },
        };

    private JsonObject? Document(string uri, DataContent? data) =>
        provider.Dialect.Documents switch
        {
            DocumentPart.DocumentUrl => new JsonObject
            {
                ["type"] = "document_url",
                ["document_url"] = uri,
            },
            DocumentPart.FileOrUrl => File(uri, data),
            DocumentPart.File when data is not null => File(uri, data),
            _ => null,
        };

    private static JsonObject File(string uri, DataContent? data) =>
        new()
        {
            ["type"] = "file",
            ["file"] = new JsonObject
            {
                ["filename"] = data?.Name ?? "document.pdf",
                ["file_data"] = uri,
            },
        };

    private static string AudioFormat(string mediaType) =>
        mediaType.Split('/')[^1].ToLowerInvariant() switch
        {
            "mpeg" or "mp3" => "mp3",
            "wav" or "x-wav" or "wave" => "wav",
            var other => other,
        };
}
