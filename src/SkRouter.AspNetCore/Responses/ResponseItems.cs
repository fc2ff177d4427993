using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Sorts contents into items: which one goes on with the open item, and which begins a new one.</summary>
internal sealed class ResponseItems(ResponseShape shape)
{
    private int _count;

    public List<ResponseItem> All { get; } = [];

    /// <summary>The item that a content belongs to, and whether it begins with it; null for a content that is none of the answer.</summary>
    public (ResponseItem Item, bool IsNew)? Of(AIContent content) =>
        content switch
        {
            TextReasoningContent => Same(ResponseItem.Reasoning, "rs", isRefusal: false),
            TextContent { Text.Length: > 0 } => Same(ResponseItem.Message, "msg", isRefusal: false),
            FunctionCallContent call => New(new(ResponseItem.Call, NextId("fc")) { Called = call }),
            _ when AnswerParts.RefusalOf(content) is not null => Same(
                ResponseItem.Message,
                "msg",
                isRefusal: true
            ),
            _ => null,
        };

    /// <summary>The text that a content adds to its item.</summary>
    public static string TextOf(AIContent content) =>
        content switch
        {
            TextReasoningContent reasoning => reasoning.Text,
            TextContent text => text.Text,
            _ => AnswerParts.RefusalOf(content) ?? "",
        };

    public void Add(AIContent content)
    {
        if (Of(content) is var (item, _))
        {
            Grow(item, content);
        }
    }

    public static void Grow(ResponseItem item, AIContent content)
    {
        item.Append(TextOf(content));
        if (content is TextReasoningContent { ProtectedData: { Length: > 0 } data })
        {
            item.Sealed = data;
        }
    }

    private (ResponseItem, bool) Same(string kind, string prefix, bool isRefusal) =>
        All is [.., var last]
        && last.Kind == kind
        && last.IsRefusal == isRefusal
        // What is sealed is whole.
        && last.Sealed is null
            ? (last, false)
            : New(new(kind, NextId(prefix)) { IsRefusal = isRefusal });

    private (ResponseItem, bool) New(ResponseItem item)
    {
        All.Add(item);
        return (item, true);
    }

    private string NextId(string prefix) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{prefix}_{shape.Id["resp_".Length..]}_{_count++}"
        );
}
