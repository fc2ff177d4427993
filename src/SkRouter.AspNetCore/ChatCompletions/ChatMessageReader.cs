using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads the messages of a conversation.</summary>
internal static class ChatMessageReader
{
    public static IReadOnlyList<ChatMessage> Read(JsonField messages)
    {
        var read = messages.Items().Select(Message).ToList();
        return read.Count > 0 ? read : throw messages.Wrong("an array with at least one message");
    }

    private static ChatMessage Message(JsonField message)
    {
        var role = message.AsObject().Required("role");
        return role.AsText() switch
        {
            "system" or "developer" => new(ChatRole.System, Said(message))
            {
                AuthorName = message.TextOf("name"),
            },
            "user" => new(ChatRole.User, Said(message)) { AuthorName = message.TextOf("name") },
            "assistant" => Assistant(message),
            "tool" => Result(message),
            "function" => throw role.Invalid(
                $"'{role.Path}' is 'function', which tools have replaced: use role 'tool' with a tool_call_id."
            ),
            _ => throw role.Wrong("system, developer, user, assistant or tool"),
        };
    }

    private static List<AIContent> Said(JsonField message) =>
        ChatPartReader.Read(message.Required("content"));

    private static ChatMessage Assistant(JsonField message)
    {
        var contents = new List<AIContent>();
        if (
            (message.TextOf("reasoning_content") ?? message.TextOf("reasoning")) is
            { Length: > 0 } thought
        )
        {
            contents.Add(new TextReasoningContent(thought));
        }

        if (message.Member("content") is { } content)
        {
            contents.AddRange(ChatPartReader.Read(content));
        }

        if (message.TextOf("refusal") is { Length: > 0 } refusal)
        {
            contents.Add(new ErrorContent(refusal) { ErrorCode = "Refusal" });
        }

        if (message.Member("tool_calls") is { } calls)
        {
            contents.AddRange(calls.Items().Select(Call));
        }

        return new(ChatRole.Assistant, contents) { AuthorName = message.TextOf("name") };
    }

    private static FunctionCallContent Call(JsonField call)
    {
        var function = call.Required("function").AsObject();
        return ToolArguments.Call(
            call.RequiredText("id"),
            function.RequiredText("name"),
            function.Required("arguments")
        );
    }

    private static ChatMessage Result(JsonField message)
    {
        var id = message.RequiredText("tool_call_id");
        var content = message.Required("content");
        var contents = ChatPartReader.Read(content);
        object result = contents.TrueForAll(part => part is TextContent)
            ? string.Concat(contents.Select(part => ((TextContent)part).Text))
            : contents;
        return new(ChatRole.Tool, [new FunctionResultContent(id, result)]);
    }
}
