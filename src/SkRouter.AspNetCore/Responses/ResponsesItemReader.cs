using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads the items of a conversation: messages, calls, their results and reasoning. What an assistant did in a row is one message.</summary>
internal static class ResponsesItemReader
{
    public static IReadOnlyList<ChatMessage> Read(JsonField input)
    {
        if (input.IsText)
        {
            return [new(ChatRole.User, input.AsText())];
        }

        var messages = new List<ChatMessage>();
        foreach (var item in input.Items())
        {
            Add(messages, item.AsObject());
        }

        return messages.Count > 0
            ? messages
            : throw input.Wrong("a text, or an array with at least one item");
    }

    private static void Add(List<ChatMessage> messages, JsonField item)
    {
        var type = item.TextOf("type") ?? "message";
        switch (type)
        {
            case "message":
                AddMessage(messages, item);
                break;
            case "function_call":
                Add(
                    messages,
                    ChatRole.Assistant,
                    [
                        ToolArguments.Call(
                            item.RequiredText("call_id"),
                            item.RequiredText("name"),
                            item.Required("arguments")
                        ),
                    ]
                );
                break;
            case "function_call_output":
                Add(messages, ChatRole.Tool, [Result(item)]);
                break;
            case "reasoning":
                Add(messages, ChatRole.Assistant, [Reasoning(item)]);
                break;
            default:
                throw item.Required("type")
                    .Wrong("message, function_call, function_call_output or reasoning");
        }
    }

    private static void AddMessage(List<ChatMessage> messages, JsonField item)
    {
        var role = item.Required("role");
        var contents = Contents(item.Required("content"));
        switch (role.AsText())
        {
            case "assistant":
                Add(messages, ChatRole.Assistant, contents);
                break;
            case "user":
                messages.Add(new(ChatRole.User, contents));
                break;
            case "system" or "developer":
                messages.Add(new(ChatRole.System, contents));
                break;
            default:
                throw role.Wrong("user, assistant, system or developer");
        }
    }

    private static void Add(List<ChatMessage> messages, ChatRole role, List<AIContent> contents)
    {
        if (messages.Count > 0 && messages[^1].Role == role)
        {
            foreach (var content in contents)
            {
                messages[^1].Contents.Add(content);
            }
        }
        else
        {
            messages.Add(new(role, contents));
        }
    }

    private static List<AIContent> Contents(JsonField content) =>
        content.IsText ? [new TextContent(content.AsText())] : [.. content.Items().Select(Part)];

    private static AIContent Part(JsonField part)
    {
        var type = part.AsObject().Required("type");
        return type.AsText() switch
        {
            "input_text" or "output_text" or "text" => new TextContent(part.RequiredText("text")),
            "refusal" => new ErrorContent(part.RequiredText("refusal")) { ErrorCode = "Refusal" },
            "input_image" => part.TextOf("file_id") is { } id
                ? new HostedFileContent(id)
                : MediaReader.Linked(part.Required("image_url"), "image/*"),
            "input_file" => File(part),
            _ => throw type.Wrong("input_text, output_text, refusal, input_image or input_file"),
        };
    }

    private static AIContent File(JsonField part)
    {
        if (part.TextOf("file_id") is { } id)
        {
            return new HostedFileContent(id);
        }

        var source = part.Member("file_url") ?? part.Required("file_data");
        var content = MediaReader.Linked(source, "application/pdf");
        if (content is DataContent data && part.TextOf("filename") is { } name)
        {
            data.Name = name;
        }

        return content;
    }

    private static FunctionResultContent Result(JsonField item)
    {
        var output = item.Required("output");
        var contents = Contents(output);
        object result = contents.TrueForAll(part => part is TextContent)
            ? string.Concat(contents.Select(part => ((TextContent)part).Text))
            : contents;
        return new(item.RequiredText("call_id"), result);
    }

    private static TextReasoningContent Reasoning(JsonField item) =>
        new(
            string.Concat(
                (item.Member("summary")?.Items() ?? []).Select(part => part.TextOf("text"))
            )
        )
        {
            ProtectedData = item.TextOf("encrypted_content"),
        };
}
