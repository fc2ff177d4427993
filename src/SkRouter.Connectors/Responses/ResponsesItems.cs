using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;
using SkRouter.Protocols.Responses;

namespace SkRouter.Connectors.Responses;

/// <summary>Writes a conversation as the items of a Responses input.</summary>
internal sealed class ResponsesItems(Speaker speaker, RequestNotes notes)
{
    public const string Id = "id";
    public const string Phase = "phase";

    private readonly ResponsesParts _parts = new(speaker, notes);
    private readonly ResponsesReasoning _reasoning = new(speaker, notes);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    public JsonArray Write(IReadOnlyList<ChatMessage> messages)
    {
        var items = new JsonArray();
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.Assistant || message.Role == ChatRole.Tool)
            {
                AddItems(items, message);
            }
            else if (message.Contents.Count > 0 && message.Contents.All(IsOwnItem))
            {
                AddItems(items, message);
            }
            else
            {
                var item = new JsonObject
                {
                    ["role"] = message.AdditionalProperties?.ContainsKey(
                        ProtocolFields.DeveloperRole
                    )
                        is true
                        ? "developer"
                        : message.Role.Value,
                    ["content"] = _parts.Write(message.Contents),
                };
                ProviderExtras.Write(item, message.AdditionalProperties, speaker);
                items.Add(item);
            }
        }
        return items;
    }

    private static bool IsOfBlock(AIContent content) =>
        content.AdditionalProperties?.ContainsKey(ProtocolFields.IsOfBlock) is true;

    private bool IsOwnItem(AIContent content) =>
        content is ProviderContent own && speaker.IsCalled(own.Provider);

    private void AddItems(JsonArray items, ChatMessage message)
    {
        for (var i = 0; i < message.Contents.Count; i++)
        {
            switch (message.Contents[i])
            {
                case TextContent text:
                    AddText(items, text, message.AdditionalProperties);
                    break;
                case TextReasoningContent:
                    i = _reasoning.Add(items, message.Contents, i);
                    break;
                case FunctionCallContent call:
                    items.Add(Call(call));
                    break;
                case FunctionResultContent result:
                    items.Add(Result(result));
                    break;
                case ProviderContent own when IsOwnItem(own):
                    items.Add(WireJson.Node(own.Block));
                    break;
                case UsageContent:
                case DataContent when IsOfBlock(message.Contents[i]):
                    break;
                case ErrorContent refusal:
                    AddText(items, new TextContent(refusal.Message), message.AdditionalProperties);
                    break;
                case var other:
                    notes.Left(ContentNames.Of(other));
                    break;
            }
        }
    }

    /// <summary>A text with the provider's id goes back as the item it was, any other as a plain message.</summary>
    private void AddText(
        JsonArray items,
        TextContent text,
        AdditionalPropertiesDictionary? ofMessage
    )
    {
        var item = new JsonObject { ["role"] = "assistant" };
        var id = ProviderExtras.Text(text.AdditionalProperties, speaker, Id);
        if (id is null)
        {
            if (text.Text.Length == 0)
            {
                return;
            }
            item["content"] = text.Text;
        }
        else
        {
            item["type"] = "message";
            item["status"] = "completed";
            item["content"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "output_text",
                    ["text"] = text.Text,
                    ["annotations"] = new JsonArray(),
                }
            );
        }
        ProviderExtras.Write(item, ofMessage, speaker);
        ProviderExtras.Write(item, text.AdditionalProperties, speaker);
        items.Add(item);
    }

    private JsonObject Call(FunctionCallContent call)
    {
        var type =
            ProviderExtras.Text(call.AdditionalProperties, speaker, ResponsesCalls.Type)
            ?? ResponsesCallTypes.Function;
        _types[call.CallId] = type;
        var item = ResponsesCalls.Write(call, type, CallIdRule.Responses.Fit(call.CallId));
        if (type is not (ResponsesCallTypes.Function or ResponsesCallTypes.Custom))
        {
            item["status"] = "completed";
        }
        ProviderExtras.Write(item, call.AdditionalProperties, speaker);
        return item;
    }

    private JsonObject Result(FunctionResultContent result)
    {
        var call = TypeOfCall(result);
        var id = CallIdRule.Responses.Fit(result.CallId);
        var item = ResponsesOutputs.IsPlain(call)
            ? new JsonObject
            {
                ["type"] = ResponsesCallTypes.OutputOf(call),
                ["call_id"] = id,
                ["output"] = ToolResult.Contents(result) is { } contents
                    ? _parts.Write([.. contents])
                    : ToolResult.Text(result),
            }
            : ResponsesOutputs.Write(result, call, id, ToolResult.Text(result));
        ProviderExtras.Write(item, result.AdditionalProperties, speaker);
        return item;
    }

    /// <summary>The result says what it is, or the call did: frameworks put results together anew.</summary>
    private string TypeOfCall(FunctionResultContent result) =>
        ProviderExtras.Text(result.AdditionalProperties, speaker, ResponsesCalls.Type) is { } type
            ? ResponsesCallTypes.CallOf(type) ?? ResponsesCallTypes.Function
            : _types.GetValueOrDefault(result.CallId, ResponsesCallTypes.Function);
}
