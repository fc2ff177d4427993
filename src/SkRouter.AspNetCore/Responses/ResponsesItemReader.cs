using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;
using SkRouter.Protocols.Responses;

namespace SkRouter.AspNetCore.Responses;

/// <summary>
/// Reads the items of a conversation. What an assistant did in a row is one message. Items that only a provider of the protocol understands are kept in
/// its words.
/// </summary>
/// <param name="tools">The tools of the request.</param>
/// <param name="stored">Finds an item of a stored response by its id.</param>
internal sealed class ResponsesItemReader(ResponsesTools tools, Func<string, JsonElement?> stored)
{
    private static readonly string[] MessageMembers = ["role", "content"];

    private readonly List<ChatMessage> _messages = [];

    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Reads a text, or an array of items.</summary>
    public void Read(JsonField input)
    {
        if (input.IsText)
        {
            _messages.Add(new(ChatRole.User, input.AsText()));
            return;
        }

        foreach (var item in input.Items())
        {
            ReadItem(item.AsObject());
        }
    }

    /// <summary>Reads one item.</summary>
    public void ReadItem(JsonField item)
    {
        var type = TypeOf(item);
        switch (type)
        {
            case "message":
                AddMessage(item);
                break;
            case "reasoning":
                Add(ChatRole.Assistant, ResponsesReasoningReader.Read(item));
                break;
            case "item_reference":
                AddReference(item);
                break;
            case "additional_tools" or "configuration_update":
                _messages.Add(new(ChatRole.System, [Native(item)]));
                break;
            default:
                AddStep(item, type);
                break;
        }
    }

    private static string TypeOf(JsonField item) =>
        item.TextOf("type")
        ?? (
            item.Member("role") is null && item.Member("id") is not null
                ? "item_reference"
                : "message"
        );

    /// <summary>A call, a result, or a step that a provider took by itself.</summary>
    private void AddStep(JsonField item, string type)
    {
        var byProvider = item.TextOf("execution") == "server";
        if (!byProvider && ResponsesCallTypes.IsCall(type))
        {
            Add(ChatRole.Assistant, [Call(item, type)]);
        }
        else if (!byProvider && ResponsesCallTypes.CallOf(type) is { } call)
        {
            Add(ChatRole.Tool, [Result(item, call)]);
        }
        else
        {
            Add(ChatRole.Assistant, [Native(item)]);
        }
    }

    private static ProviderContent Native(JsonField item) =>
        new(WireProtocols.Responses, item.Value.Clone());

    private void AddReference(JsonField item)
    {
        if (stored(item.RequiredText("id")) is { } known)
        {
            ReadItem(new(known, item.Path));
        }
        else
        {
            Add(ChatRole.Assistant, [Native(item)]);
        }
    }

    private void AddMessage(JsonField item)
    {
        var role = item.Required("role");
        var contents = ResponsesPartReader.Read(item.Required("content"));
        switch (role.AsText())
        {
            case "assistant":
                foreach (var content in contents)
                {
                    ResponsesItemFields.Carry(item, content, "type", "status", "role", "content");
                }

                Add(ChatRole.Assistant, contents);
                break;
            case "user":
                _messages.Add(Message(ChatRole.User, item, contents));
                break;
            case "system":
                _messages.Add(Message(ChatRole.System, item, contents));
                break;
            case "developer":
                var message = Message(ChatRole.System, item, contents);
                (message.AdditionalProperties ??= [])[ResponsesItemFields.Key("role")] =
                    "developer";
                _messages.Add(message);
                break;
            default:
                throw role.Wrong("user, assistant, system or developer");
        }
    }

    private static ChatMessage Message(ChatRole role, JsonField item, List<AIContent> contents) =>
        new(role, contents) { AdditionalProperties = ResponsesItemFields.Of(item, MessageMembers) };

    private void Add(ChatRole role, IReadOnlyList<AIContent> contents)
    {
        if (_messages.Count > 0 && _messages[^1].Role == role)
        {
            foreach (var content in contents)
            {
                _messages[^1].Contents.Add(content);
            }
        }
        else
        {
            _messages.Add(new(role, [.. contents]));
        }
    }

    private FunctionCallContent Call(JsonField item, string type)
    {
        Verify(item, type);
        var name = ResponsesCallTypes.NameOf(type) ?? item.RequiredText("name");
        var function = tools.FunctionOf(type, name, item.TextOf("namespace"));
        return ResponsesCalls.Read(item.Value, function, WireProtocols.Responses, keepsAll: true);
    }

    private static void Verify(JsonField item, string type)
    {
        if (type is ResponsesCallTypes.Function)
        {
            item.RequiredText("call_id");
            item.Required("arguments");
        }
        else if (type is ResponsesCallTypes.Custom)
        {
            item.RequiredText("call_id");
            item.RequiredText("input");
        }
    }

    private static FunctionResultContent Result(JsonField item, string call)
    {
        object? result = null;
        if (ResponsesOutputs.IsPlain(call))
        {
            item.RequiredText("call_id");
            result = Plain(ResponsesPartReader.Read(item.Required("output")));
        }
        else if (call == ResponsesCallTypes.Computer)
        {
            result = new List<AIContent> { ResponsesPartReader.Image(item.Required("output")) };
        }

        return ResponsesOutputs.Read(item.Value, call, result, WireProtocols.Responses);
    }

    /// <summary>One text is a string; several parts stay apart.</summary>
    private static object Plain(List<AIContent> contents) =>
        contents switch
        {
            [] => "",
            [TextContent { AdditionalProperties: null } text] => text.Text,
            _ => contents,
        };
}
