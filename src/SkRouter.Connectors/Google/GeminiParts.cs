using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Google;

/// <summary>Writes one content as one of Gemini's parts.</summary>
internal sealed class GeminiParts(Speaker speaker, RequestNotes notes)
{
    public const string Signature = "thoughtSignature";
    private const string ExtraContent = $"{WireProtocols.ChatCompletions}.extra_content";

    public JsonObject Call(FunctionCallContent call)
    {
        notes.Unreadable(call);
        var part = new JsonObject
        {
            ["functionCall"] = new JsonObject
            {
                ["id"] = call.CallId,
                ["name"] = call.Name,
                ["args"] = WireJson.Arguments(call),
            },
        };
        ProviderExtras.Write(part, call.AdditionalProperties, speaker);
        if (!part.ContainsKey(Signature) && CarriedSignature(call) is { } signature)
        {
            part[Signature] = signature;
        }
        return part;
    }

    /// <summary>Google's chat completions carry the signature of a call beside it, and clients of theirs send it back so.</summary>
    private static string? CarriedSignature(FunctionCallContent call) =>
        call.AdditionalProperties?.TryGetValue(ExtraContent, out var extra) is true
        && extra is JsonElement given
            ? given.Member("google").Text("thought_signature")
            : null;

    public JsonObject? Write(AIContent content)
    {
        var part = Part(content);
        if (part is not null)
        {
            ProviderExtras.Write(part, content.AdditionalProperties, speaker);
        }
        return part;
    }

    private JsonObject? Part(AIContent content) =>
        content switch
        {
            UsageContent => null,
            ErrorContent error => string.IsNullOrEmpty(error.Message)
                ? null
                : new() { ["text"] = error.Message },
            TextContent { Text.Length: 0 } => null,
            TextContent text => new() { ["text"] = text.Text },
            TextReasoningContent reasoning when reasoning.IsFrom(speaker) && IsThought(reasoning) =>
                Thought(reasoning),
            DataContent data => new()
            {
                ["inlineData"] = new JsonObject
                {
                    ["mimeType"] = data.MediaType,
                    ["data"] = data.Base64Data.ToString(),
                },
            },
            UriContent link => File(link.Uri.OriginalString, TypeOf(link)),
            HostedFileContent file when file.IsKnownTo(speaker) => File(
                file.FileId,
                file.MediaType
            ),
            ProviderContent own when speaker.IsCalled(own.Provider) => WireJson.Node(own.Block)
                as JsonObject,
            HostedFileContent => throw notes.Refused(ContentNames.Of(content)),
            _ => Left(content),
        };

    /// <summary>A signature that is empty is none of Gemini's: another model thought it.</summary>
    private static bool IsThought(TextReasoningContent reasoning) =>
        reasoning.ProtectedData is not "";

    /// <summary>A signature without a thought belongs to the text before it and goes back on an empty text, as a stream sends it.</summary>
    private static JsonObject Thought(TextReasoningContent reasoning)
    {
        var part = new JsonObject { ["text"] = reasoning.Text };
        if (reasoning.Text.Length > 0)
        {
            part["thought"] = true;
        }
        if (reasoning.ProtectedData is { } signature)
        {
            part[Signature] = signature;
        }
        return part;
    }

    /// <summary>The API refuses a type that names a kind only: what is at an address is told by its ending, or by nothing.</summary>
    private static string? TypeOf(UriContent link)
    {
        if (!link.MediaType.EndsWith("/*", StringComparison.Ordinal))
        {
            return link.MediaType;
        }
        var kind = link.MediaType[..^2];
        return System.IO.Path.GetExtension(link.Uri.AbsolutePath).ToLowerInvariant() switch
        {
            ".jpg" => "image/jpeg",
            ".mov" => "video/quicktime",
            ".mpg" => "video/mpeg",
            { Length: > 1 } ending => $"{kind}/{ending[1..]}",
            _ => null,
        };
    }

    private static JsonObject File(string uri, string? mediaType)
    {
        var file = new JsonObject { ["fileUri"] = uri };
        if (mediaType is not null)
        {
            file["mimeType"] = mediaType;
        }
        return new() { ["fileData"] = file };
    }

    private JsonObject? Left(AIContent content)
    {
        notes.Left(ContentNames.Of(content));
        return null;
    }
}
