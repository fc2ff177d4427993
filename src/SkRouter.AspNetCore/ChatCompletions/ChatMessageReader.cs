using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads the messages of a conversation.</summary>
internal static class ChatMessageReader
{
    private const string Protocol = WireProtocols.ChatCompletions;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "role",
        "content",
        "name",
        "refusal",
        "tool_calls",
        "tool_call_id",
        "function_call",
        "reasoning_content",
        "reasoning",
        "reasoning_details",
        "images",
        // What an answer says of its text, and a client sends back with it: no request has it.
        "annotations",
    };

    private static readonly HashSet<string> KnownOfCall = new(StringComparer.Ordinal)
    {
        "id",
        "index",
        "type",
        "function",
        "custom",
    };

    public static IReadOnlyList<ChatMessage> Read(JsonField messages)
    {
        var functions = new LegacyCalls();
        var read = messages.Items().SelectMany(message => Message(message, functions)).ToList();
        return read.Count > 0 ? read : throw messages.Wrong("an array with at least one message");
    }

    private static IEnumerable<ChatMessage> Message(JsonField message, LegacyCalls functions)
    {
        var role = message.AsObject().Required("role");
        if (role.AsText() == "function")
        {
            return functions.Result(message);
        }

        var read = role.AsText() switch
        {
            "system" => Said(ChatRole.System, message),
            "developer" => Developer(message),
            "user" => Said(ChatRole.User, message),
            "assistant" => Assistant(message, functions),
            "tool" => Result(message),
            _ => throw role.Wrong("system, developer, user, assistant, tool or function"),
        };
        var carried = read.AdditionalProperties;
        CarriedFields.Add(ref carried, message, Protocol, Known);
        read.AdditionalProperties = carried;
        return [read];
    }

    private static ChatMessage Said(ChatRole role, JsonField message) =>
        new(role, ChatPartReader.Read(message.Required("content")))
        {
            AuthorName = message.TextOf("name"),
        };

    /// <summary>To the router it is a system message; deployments of this protocol that know the role get it back.</summary>
    private static ChatMessage Developer(JsonField message)
    {
        var read = Said(ChatRole.System, message);
        read.AdditionalProperties = new() { [ProtocolFields.DeveloperRole] = true };
        return read;
    }

    private static ChatMessage Assistant(JsonField message, LegacyCalls functions)
    {
        var contents = new List<AIContent>();
        if (Reasoning(message) is { } reasoning)
        {
            contents.Add(reasoning);
        }

        if (message.Member("content") is { } content)
        {
            contents.AddRange(ChatPartReader.Read(content));
        }

        if (message.Member("images") is { IsArray: true } images)
        {
            contents.AddRange(images.Items().Select(ChatPartReader.Part));
        }

        if (message.TextOf("refusal") is { Length: > 0 } refusal)
        {
            contents.Add(new ErrorContent(refusal) { ErrorCode = "Refusal" });
        }

        if (message.Member("tool_calls") is { } calls)
        {
            contents.AddRange(calls.Items().Select(Call));
        }
        else if (message.Member("function_call") is { } call)
        {
            contents.Add(functions.Call(call));
        }

        return new(ChatRole.Assistant, contents) { AuthorName = message.TextOf("name") };
    }

    /// <summary>What a model thought, as the answer of this protocol told it, with the blocks that only its provider can read.</summary>
    private static TextReasoningContent? Reasoning(JsonField message)
    {
        var text = message.TextOf("reasoning_content") ?? message.TextOf("reasoning");
        var details = message.Member("reasoning_details") is { IsArray: true } given
            ? given.Value.GetRawText()
            : null;
        return string.IsNullOrEmpty(text) && details is null
            ? null
            : new(text ?? "")
            {
                ProtectedData = details,
                AdditionalProperties = new() { [ProtocolFields.Origin] = Protocol },
            };
    }

    private static AIContent Call(JsonField call)
    {
        if (call.Member("custom") is { } custom)
        {
            return CustomTools
                .Call(
                    call.RequiredText("id"),
                    custom.RequiredText("name"),
                    custom.RequiredText(CustomTools.Input)
                )
                .With(call, Protocol, KnownOfCall);
        }

        if (call.Member("function") is not { } function)
        {
            // A call of a kind to come.
            return new ProviderContent(Protocol, call.Value.Clone());
        }

        return ToolArguments
            .Call(
                call.RequiredText("id"),
                function.RequiredText("name"),
                function.Member("arguments") ?? new JsonField(EmptyText, "arguments")
            )
            .With(call, Protocol, KnownOfCall);
    }

    private static readonly JsonElement EmptyText = JsonElement.Parse("\"\"");

    private static ChatMessage Result(JsonField message)
    {
        var id = message.RequiredText("tool_call_id");
        var content = message.Required("content");
        var contents = ChatPartReader.Read(content);
        object result = contents.TrueForAll(part =>
            part is TextContent { AdditionalProperties: null }
        )
            ? string.Concat(contents.Select(part => ((TextContent)part).Text))
            : contents;
        return new(ChatRole.Tool, [new FunctionResultContent(id, result)])
        {
            AuthorName = message.TextOf("name"),
        };
    }
}
