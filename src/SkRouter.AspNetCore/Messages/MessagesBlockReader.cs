using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Messages;

/// <summary>
/// Reads the content of a turn: a text, or blocks. A block that another protocol has no word for is read as a text of the same meaning where it has one,
/// and kept in the protocol's words for providers that speak it.
/// </summary>
internal static class MessagesBlockReader
{
    private const string Redacted = "redacted";

    public static List<AIContent> Read(JsonField content) =>
        content.IsText ? [new TextContent(content.AsText())] : [.. content.Items().Select(Block)];

    private static AIContent Block(JsonField block) =>
        block.AsObject().RequiredText("type") switch
        {
            "text" => Text(block),
            "image" => Media(block.Required("source"), "image/*").Carry(block, "type", "source"),
            "document" => Document(block),
            "search_result" => InOwnWords(block, SearchResult(block)),
            "tool_reference" => InOwnWords(
                block,
                $"The tool {block.RequiredText("tool_name")} can be called now."
            ),
            // What a conversation was shortened to; what only its provider can read is no text.
            "compaction" when block.TextOf("content") is { Length: > 0 } summary => InOwnWords(
                block,
                summary
            ),
            "mid_conv_system" => InOwnWords(block, TextOf(block.Required("content"))),
            "tool_use" => Call(block),
            "tool_result" => Result(block),
            "thinking" => Thinking(block),
            "redacted_thinking" => RedactedThinking(block),
            // What a provider did by itself, and kinds to come.
            _ => new ProviderContent(WireProtocols.Messages, block.Value.Clone()),
        };

    private static TextContent Text(JsonField block) =>
        block.Member("citations") is { IsArray: true } citations
        && citations.Items().Any(citation => MessagesCitation.IsOurs(citation.Value))
            ? new TextContent(block.RequiredText("text")).Carry(block, "type", "text", "citations")
            : new TextContent(block.RequiredText("text")).Carry(block, "type", "text");

    private static AIContent Media(JsonField source, string mediaType)
    {
        var type = source.AsObject().Required("type");
        return type.AsText() switch
        {
            "base64" => MediaReader.Data(
                source.Required("data"),
                source.RequiredText("media_type")
            ),
            "url" => MediaReader.Linked(source.Required("url"), mediaType),
            "file" => Uploaded(source.RequiredText("file_id"), mediaType),
            _ => throw type.Wrong("base64, url or file"),
        };
    }

    private static HostedFileContent Uploaded(string id, string mediaType)
    {
        var file = MediaReader.Uploaded(id, WireProtocols.Messages);
        file.MediaType = mediaType;
        return file;
    }

    private static AIContent Document(JsonField block)
    {
        var source = block.Required("source").AsObject();
        switch (source.RequiredText("type"))
        {
            case "text":
                return InOwnWords(block, Titled(block, source.RequiredText("data")));
            case "content":
                return InOwnWords(block, Titled(block, TextOf(source.Required("content"))));
            default:
                var content = Media(source, "application/pdf").Carry(block, "type", "source");
                if (content is DataContent data)
                {
                    data.Name = block.TextOf("title");
                }

                return content;
        }
    }

    /// <summary>A block as a text, beside all of its members: a provider of the protocol gets these instead of the text.</summary>
    private static TextContent InOwnWords(JsonField block, string text)
    {
        var content = new TextContent(text).Carry(block);
        content.AdditionalProperties![ProtocolFields.OwnWords] = text;
        return content;
    }

    private static string Titled(JsonField block, string text) =>
        string.Join(
            '\n',
            ((string?[])[block.TextOf("title"), block.TextOf("context"), text]).OfType<string>()
        );

    private static string SearchResult(JsonField block) =>
        $"{block.TextOf("title")}\n{block.TextOf("source")}\n{TextOf(block.Required("content"))}";

    private static string TextOf(JsonField content) =>
        string.Join('\n', Read(content).OfType<TextContent>().Select(part => part.Text));

    private static FunctionCallContent Call(JsonField block)
    {
        var call = ToolArguments.Call(
            block.RequiredText("id"),
            block.RequiredText("name"),
            block.Required("input")
        );
        // Direct is what a call is without the member, too.
        return block.Member("caller")?.TextOf("type") is "direct"
            ? call.Carry(block, "type", "id", "name", "input", "caller")
            : call.Carry(block, "type", "id", "name", "input");
    }

    private static FunctionResultContent Result(JsonField block)
    {
        var contents = block.Member("content") is { } content ? Read(content) : [];
        object result = contents.TrueForAll(part =>
            part is TextContent { AdditionalProperties: null }
        )
            ? string.Concat(contents.Select(part => ((TextContent)part).Text))
            : contents;
        return new FunctionResultContent(block.RequiredText("tool_use_id"), result)
        {
            Exception =
                block.BoolOf("is_error") == true
                    ? new InvalidOperationException(result as string ?? "The tool failed.")
                    : null,
        }.Carry(block, "type", "tool_use_id", "content", "is_error");
    }

    private static TextReasoningContent Thinking(JsonField block)
    {
        var thought = new TextReasoningContent(block.RequiredText("thinking"));
        Own(thought, block.TextOf("signature"));
        return thought;
    }

    private static TextReasoningContent RedactedThinking(JsonField block)
    {
        var thought = new TextReasoningContent("");
        if (!Own(thought, block.RequiredText("data")))
        {
            thought.AdditionalProperties![MessagesBlockFields.Key(Redacted)] = true;
        }

        return thought;
    }

    /// <summary>Says whose reasoning it is.</summary>
    /// <returns>True if another protocol's model reasoned it.</returns>
    private static bool Own(TextReasoningContent thought, string? signature)
    {
        if (ReasoningSeal.Open(signature) is { } seal)
        {
            seal.ApplyTo([thought]);
            return true;
        }

        thought.ProtectedData = string.IsNullOrEmpty(signature) ? null : signature;
        thought.AdditionalProperties = new() { [ReasoningSeal.Origin] = WireProtocols.Messages };
        return false;
    }
}
