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
            DataContent data => Media(data, data.MediaType, data.Uri),
            UriContent link => Media(link, link.MediaType, link.Uri.OriginalString),
            HostedFileContent file when file.IsKnownTo(provider.Speaker) => new JsonObject
            {
                ["type"] = "file",
                ["file"] = new JsonObject { ["file_id"] = file.FileId },
            },
            HostedFileContent => throw notes.Refused(ContentNames.Of(content)),
            ProviderContent own when provider.Speaker.IsCalled(own.Provider) => WireJson.Node(
                own.Block
            ) as JsonObject,
            _ => null,
        };

    private JsonObject Media(AIContent content, string mediaType, string uri) =>
        ContentNames.Kind(mediaType) switch
        {
            "image" => Image(content, uri),
            "video" when !provider.Dialect.HasOpenAIModels => Linked("video_url", uri),
            "video" => throw notes.Refused(ContentNames.Of(content)),
            "audio" when content is DataContent data && TakesAudio(mediaType) => new JsonObject
            {
                ["type"] = "input_audio",
                ["input_audio"] = new JsonObject
                {
                    ["data"] = data.Base64Data.ToString(),
                    ["format"] = AudioFormat(mediaType),
                },
            },
            "audio" => throw notes.Refused(ContentNames.Of(content)),
            _ => Document(content, mediaType, uri),
        };

    private static JsonObject Image(AIContent content, string uri)
    {
        var part = Linked("image_url", uri);
        if (ContentNames.Detail(content) is { } detail)
        {
            part["image_url"]!["detail"] = detail;
        }
        return part;
    }

    private static JsonObject Linked(string type, string uri) =>
        new()
        {
            ["type"] = type,
            [type] = new JsonObject { ["url"] = uri },
        };

    private JsonObject Document(AIContent content, string mediaType, string uri) =>
        provider.Dialect.Documents switch
        {
            DocumentPart.DocumentUrl => new JsonObject
            {
                ["type"] = "document_url",
                ["document_url"] = uri,
            },
            DocumentPart.FileOrUrl => File(uri, content),
            DocumentPart.File when content is DataContent && !IsText(mediaType) => File(
                uri,
                content
            ),
            // A text can be said where a file cannot be sent.
            _ when content is DataContent data && IsText(mediaType) => Text(data),
            _ => throw notes.Refused(ContentNames.Of(content)),
        };

    private static bool IsText(string mediaType) =>
        mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static JsonObject Text(DataContent data)
    {
        var text = System.Text.Encoding.UTF8.GetString(data.Data.Span);
        return new JsonObject
        {
            ["type"] = "text",
            ["text"] = string.IsNullOrEmpty(data.Name) ? text : $"{data.Name}:\n{text}",
        };
    }

    private static JsonObject File(string uri, AIContent content) =>
        new()
        {
            ["type"] = "file",
            ["file"] = new JsonObject { ["filename"] = FileNames.Of(content), ["file_data"] = uri },
        };

    /// <summary>OpenAI's models take two formats, the servers of others more.</summary>
    private bool TakesAudio(string mediaType) =>
        !provider.Dialect.HasOpenAIModels || AudioFormat(mediaType) is "wav" or "mp3";

    private static string AudioFormat(string mediaType) =>
        mediaType.Split('/')[^1].ToLowerInvariant() switch
        {
            "mpeg" or "mp3" => "mp3",
            "wav" or "x-wav" or "wave" => "wav",
            var other => other,
        };
}
