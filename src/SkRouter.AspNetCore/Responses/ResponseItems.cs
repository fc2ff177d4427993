using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;
using SkRouter.Protocols.Responses;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Sorts the contents of an answer into items. A provider of the protocol names its items; those of others get names here.</summary>
/// <param name="responseId">The id of the response.</param>
/// <param name="tools">The tools that were on offer.</param>
/// <param name="provider">The provider that answers.</param>
/// <param name="speaker">What it speaks; null for a deployment that is not a connector of SkRouter.</param>
/// <param name="isWhole">Whether the answer is whole and not streamed.</param>
internal sealed class ResponseItems(
    string responseId,
    ResponsesTools tools,
    string provider,
    Speaker? speaker,
    bool isWhole
)
{
    private int _count;

    public List<ResponseItem> All { get; } = [];

    /// <summary>Gets what the protocol has no word for.</summary>
    public AnswerLosses Losses { get; } = new(WireProtocols.Responses, speaker);

    private bool IsNative => speaker?.Protocol == WireProtocols.Responses;

    /// <summary>Finds the item that a content belongs to.</summary>
    /// <returns>The item, and whether the content begins it; null for a content that is no part of the answer.</returns>
    public (ResponseItem Item, bool IsNew)? Of(AIContent content)
    {
        var id = FieldOf(content, ResponsesCalls.Id);
        Name(content);
        if (All is [.., var last] && last.Takes(content, id))
        {
            return (last, false);
        }

        ResponseItem? item = content switch
        {
            TextReasoningContent reasoning => Reasoning(reasoning, id),
            TextContent { Text.Length: > 0 } => Message(content, id),
            FunctionCallContent call => Call(call, id),
            ProviderContent own when IsNative && speaker!.IsCalled(own.Provider) => Native(own),
            DataContent data when IsPicture(data) => Picture(data),
            _ when MessageItem.WordsOf(content) is { Length: > 0 } => Message(content, id),
            _ => null,
        };
        if (item is null)
        {
            return null;
        }

        All.Add(item);
        return (item, true);
    }

    /// <summary>Adds a content of an answer that is not streamed.</summary>
    public void Add(AIContent content)
    {
        if (SignatureOf(content) is { } signature)
        {
            Add(signature);
        }

        if (Of(content) is var (item, _))
        {
            item.Add(content, events: null);
        }
    }

    /// <summary>Gets the reasoning that stands for the signature of a call, for which the protocol has no place.</summary>
    public TextReasoningContent? SignatureOf(AIContent content) =>
        IsNative ? null : CallSignature.Of(content, provider);

    /// <summary>Notes counts that the protocol does not have.</summary>
    public void NameUsage(UsageDetails? details)
    {
        if (!IsNative)
        {
            Losses.NameMedia(details);
        }
    }

    private MessageItem Message(AIContent content, string? id) =>
        new(
            id ?? NextId("msg"),
            MessageItem.IsRefusal(content),
            FieldOf(content, "phase"),
            new(speaker, isWhole)
        );

    /// <summary>A picture that a block beside it shows is shown by that one.</summary>
    private bool IsPicture(DataContent data) =>
        data.HasTopLevelMediaType("image") && !(IsNative && IsOfBlock(data));

    private static bool IsOfBlock(AIContent content) =>
        content.AdditionalProperties?.ContainsKey(ProtocolFields.IsOfBlock) is true;

    /// <summary>Notes what of a content no item has a place for.</summary>
    private void Name(AIContent content)
    {
        Losses.NameMarks(content);
        var isShown = content switch
        {
            TextContent or TextReasoningContent or FunctionCallContent or UsageContent => true,
            DataContent data => data.HasTopLevelMediaType("image"),
            ProviderContent own => IsNative && speaker!.IsCalled(own.Provider),
            _ => MessageItem.IsRefusal(content),
        };
        if (!isShown)
        {
            Losses.Name(content);
        }

        if ((content.Annotations ?? []).Any(annotation => !Citation.CanWrite(annotation)))
        {
            Losses.Name("citations");
        }
    }

    private ReasoningItem? Reasoning(TextReasoningContent reasoning, string? id) =>
        reasoning.Text.Length == 0 && string.IsNullOrEmpty(reasoning.ProtectedData) && id is null
            ? null
            : new ReasoningItem(
                id ?? NextId("rs"),
                IsNative && ReasoningItem.IsRaw(reasoning),
                isWhole,
                SealOf
            );

    private string? SealOf(TextReasoningContent reasoning) =>
        IsNative
            ? (string.IsNullOrEmpty(reasoning.ProtectedData) ? null : reasoning.ProtectedData)
            : ReasoningSeal.Of(reasoning, provider).ToText();

    private NativeItem Call(FunctionCallContent call, string? id)
    {
        var offered = IsNative ? null : tools.Find(call.Name);
        var type =
            offered?.Type ?? FieldOf(call, ResponsesCalls.Type) ?? ResponsesCallTypes.Function;
        var itemId = id ?? NextId(ResponsesCallTypes.PrefixOf(type));
        var item = new JsonObject { ["id"] = itemId };
        foreach (var (name, value) in ResponsesCalls.Write(call, type, call.CallId))
        {
            item[name] = value?.DeepClone();
        }

        item["status"] = ResponseItem.Completed;
        if (type == ResponsesCallTypes.Shell)
        {
            item["environment"] = null;
        }

        if (offered is not null && item.ContainsKey(ResponsesCalls.Name))
        {
            item[ResponsesCalls.Name] = offered.Name;
            if (offered.Namespace is { } group)
            {
                item[ResponsesCalls.Namespace] = group;
            }
        }

        foreach (var (key, value) in call.AdditionalProperties ?? [])
        {
            if (IsNative && speaker!.FieldOf(key) is { } field)
            {
                item[field] = ProtocolJson.Node(value);
            }
        }

        return new(itemId, item);
    }

    private NativeItem Native(ProviderContent own)
    {
        var item = JsonObject.Create(own.Block)?.DeepClone().AsObject() ?? [];
        var id = (item["id"] as JsonValue)?.ToString() ?? NextId("item");
        item["id"] ??= id;
        return new(id, item);
    }

    private NativeItem Picture(DataContent data)
    {
        var id = NextId("ig");
        return new(
            id,
            new()
            {
                ["id"] = id,
                ["type"] = "image_generation_call",
                ["status"] = ResponseItem.Completed,
                ["output_format"] = data.MediaType.Split('/')[^1],
                ["result"] = data.Base64Data.ToString(),
            }
        );
    }

    /// <summary>A field that a provider of the protocol put on a content.</summary>
    private string? FieldOf(AIContent content, string name)
    {
        if (!IsNative || content.AdditionalProperties is not { } properties)
        {
            return null;
        }

        foreach (var (key, value) in properties)
        {
            if (speaker!.FieldOf(key) == name)
            {
                return value?.ToString() is { Length: > 0 } text ? text : null;
            }
        }

        return null;
    }

    private string NextId(string prefix) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{prefix}_{responseId["resp_".Length..]}_{_count++}"
        );
}
