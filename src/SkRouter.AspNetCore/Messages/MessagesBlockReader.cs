using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Reads the content of a turn: a text, or blocks.</summary>
internal static class MessagesBlockReader
{
    private const string CacheMark = "anthropic.cache_control";
    private const string Redacted = "anthropic.redacted";

    public static List<AIContent> Read(JsonField content) =>
        content.IsText ? [new TextContent(content.AsText())] : [.. content.Items().Select(Block)];

    private static AIContent Block(JsonField block)
    {
        var type = block.AsObject().Required("type");
        var content = type.AsText() switch
        {
            "text" => new TextContent(block.RequiredText("text")),
            "image" => Media(block.Required("source"), "image/*"),
            "document" => Media(block.Required("source"), "application/pdf"),
            "tool_use" => ToolArguments.Call(
                block.RequiredText("id"),
                block.RequiredText("name"),
                block.Required("input")
            ),
            "tool_result" => Result(block),
            "thinking" => new TextReasoningContent(block.RequiredText("thinking"))
            {
                ProtectedData = block.TextOf("signature"),
            },
            "redacted_thinking" => RedactedThinking(block),
            _ => throw type.Wrong(
                "text, image, document, tool_use, tool_result, thinking or redacted_thinking"
            ),
        };
        if (block.Member("cache_control") is { } mark)
        {
            (content.AdditionalProperties ??= [])[CacheMark] = mark.Value.Clone();
        }

        return content;
    }

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
            "text" => new TextContent(source.RequiredText("data")),
            "file" => new HostedFileContent(source.RequiredText("file_id")),
            _ => throw type.Wrong("base64, url, text or file"),
        };
    }

    private static FunctionResultContent Result(JsonField block)
    {
        var contents = block.Member("content") is { } content ? Read(content) : [];
        object result = contents.TrueForAll(part => part is TextContent)
            ? string.Concat(contents.Select(part => ((TextContent)part).Text))
            : contents;
        return new(block.RequiredText("tool_use_id"), result)
        {
            Exception =
                block.BoolOf("is_error") == true
                    ? new InvalidOperationException(result as string ?? "The tool failed.")
                    : null,
        };
    }

    private static TextReasoningContent RedactedThinking(JsonField block) =>
        new("")
        {
            ProtectedData = block.RequiredText("data"),
            AdditionalProperties = new() { [Redacted] = true },
        };
}
