using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Writes one content as one of Anthropic's blocks.</summary>
internal sealed partial class AnthropicBlocks(Speaker speaker, RequestNotes notes)
{
    /// <summary>What makes a block what it is. Marks beside it, of a cache say, go with the text that takes its place.</summary>
    private static readonly string[] MembersOfBlocks =
    [
        "type",
        "source",
        "title",
        "context",
        "content",
        "citations",
        "tool_name",
        "encrypted_content",
    ];

    /// <summary>Marks reasoning that the provider encrypted whole.</summary>
    public const string Redacted = "redacted";

    public JsonObject? Write(AIContent content)
    {
        var block = Block(content);
        if (block is not null && content is not TextReasoningContent)
        {
            ProviderExtras.Write(
                block,
                content.AdditionalProperties,
                speaker,
                content is TextContent text && IsRewritten(text) ? MembersOfBlocks : []
            );
        }
        return block;
    }

    private JsonObject? Block(AIContent content) =>
        content switch
        {
            // The fields say all of it: a document or a search result, say.
            TextContent text
                when ProviderExtras.Get(text.AdditionalProperties, speaker, "type") is not null
                    && !IsRewritten(text) => [],
            // The API refuses a text of nothing but white space.
            TextContent text when string.IsNullOrWhiteSpace(text.Text) => null,
            UsageContent => null,
            ErrorContent error => Refusal(error),
            TextContent text => new() { ["type"] = "text", ["text"] = text.Text },
            TextReasoningContent reasoning => Thinking(reasoning),
            FunctionCallContent call => Call(call),
            FunctionResultContent result => Result(result),
            DataContent data => Data(data),
            UriContent link when ContentNames.Kind(link.MediaType) is "image" or "file" => new()
            {
                ["type"] = link.HasTopLevelMediaType("image") ? "image" : "document",
                ["source"] = new JsonObject { ["type"] = "url", ["url"] = link.Uri.OriginalString },
            },
            HostedFileContent file when file.IsKnownTo(speaker) => new()
            {
                ["type"] = file.HasTopLevelMediaType("image") ? "image" : "document",
                ["source"] = new JsonObject { ["type"] = "file", ["file_id"] = file.FileId },
            },
            ProviderContent own when speaker.IsCalled(own.Provider) => WireJson.Node(own.Block)
                as JsonObject,
            DataContent or UriContent or HostedFileContent => throw notes.Refused(
                ContentNames.Of(content)
            ),
            _ => Left(content),
        };

    /// <summary>Whether a text stood for a block and says something else by now: then it is sent, and not the block.</summary>
    private static bool IsRewritten(TextContent text) =>
        text.AdditionalProperties?.GetValueOrDefault(ProtocolFields.OwnWords) is string words
        && words != text.Text;

    /// <summary>What a model said instead of an answer is part of the conversation.</summary>
    private static JsonObject? Refusal(ErrorContent error) =>
        string.IsNullOrWhiteSpace(error.Message)
            ? null
            : new() { ["type"] = "text", ["text"] = error.Message };

    /// <summary>Thinking without the signature of this provider would be refused, so it stays behind.</summary>
    private JsonObject? Thinking(TextReasoningContent reasoning)
    {
        if (reasoning.ProtectedData is not { Length: > 0 } signature || !reasoning.IsFrom(speaker))
        {
            return Left(reasoning);
        }
        return ProviderExtras.Get(reasoning.AdditionalProperties, speaker, Redacted) is not null
            ? new() { ["type"] = "redacted_thinking", ["data"] = signature }
            : new()
            {
                ["type"] = "thinking",
                ["thinking"] = reasoning.Text,
                ["signature"] = signature,
            };
    }

    private JsonObject Call(FunctionCallContent call)
    {
        notes.Unreadable(call);
        return new()
        {
            ["type"] = "tool_use",
            ["id"] = PortableId(call.CallId),
            ["name"] = call.Name,
            ["input"] = WireJson.Arguments(call),
        };
    }

    private JsonObject Result(FunctionResultContent result)
    {
        var block = new JsonObject
        {
            ["type"] = "tool_result",
            ["tool_use_id"] = PortableId(result.CallId),
            ["content"] = ToolResult.Contents(result) is { } contents
                ? new JsonArray([.. contents.Select(Write).OfType<JsonNode>()])
                : ToolResult.Text(result),
        };
        if (result.Exception is not null)
        {
            block["is_error"] = true;
        }
        return block;
    }

    private JsonObject Data(DataContent data)
    {
        if (data.HasTopLevelMediaType("image"))
        {
            return Base64("image", data);
        }
        if (data.HasTopLevelMediaType("text"))
        {
            return Titled(
                data,
                new()
                {
                    ["type"] = "document",
                    ["source"] = new JsonObject
                    {
                        ["type"] = "text",
                        ["media_type"] = "text/plain",
                        ["data"] = System.Text.Encoding.UTF8.GetString(data.Data.Span),
                    },
                }
            );
        }
        return string.Equals(data.MediaType, "application/pdf", StringComparison.OrdinalIgnoreCase)
            ? Titled(data, Base64("document", data))
            : throw notes.Refused(ContentNames.Of(data));
    }

    private static JsonObject Titled(DataContent data, JsonObject document)
    {
        if (!string.IsNullOrEmpty(data.Name))
        {
            document["title"] = data.Name;
        }
        return document;
    }

    private static JsonObject Base64(string type, DataContent data) =>
        new()
        {
            ["type"] = type,
            ["source"] = new JsonObject
            {
                ["type"] = "base64",
                ["media_type"] = data.MediaType,
                ["data"] = data.Base64Data.ToString(),
            },
        };

    private JsonObject? Left(AIContent content)
    {
        notes.Left(ContentNames.Of(content));
        return null;
    }

    /// <summary>Ids of other providers may hold characters that this API refuses.</summary>
    private static string PortableId(string id) => Forbidden().Replace(id, "_");

    [GeneratedRegex(
        "[^a-zA-Z0-9_-]",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Forbidden();
}
