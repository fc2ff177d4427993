using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Conversion;

/// <summary>
/// A conversation as it is sent to a chat completion service. Calls whose arguments became text for functions and filters get back the JSON
/// that the model wrote, and calls without arguments an empty object: connectors write what is there.
/// </summary>
internal static class SentHistory
{
    public static ChatHistory Of(ChatHistory history)
    {
        var sent = new ChatHistory(history);
        for (var i = 0; i < sent.Count; i++)
        {
            // A connector's own type of message has its own view of the calls.
            if (sent[i].GetType() == typeof(ChatMessageContent) && HasChanged(sent[i]))
            {
                sent[i] = Restored(sent[i]);
            }
        }

        return sent;
    }

    private static bool HasChanged(ChatMessageContent message)
    {
        var items = message.Items;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is FunctionCallContent call && HasChanged(call))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasChanged(FunctionCallContent call) =>
        call.InnerContent is ArgumentText || call.Arguments is null;

    private static ChatMessageContent Restored(ChatMessageContent message)
    {
        var copy = new ChatMessageContent
        {
            Role = message.Role,
            AuthorName = message.AuthorName,
            ModelId = message.ModelId,
            Metadata = message.Metadata,
            InnerContent = message.InnerContent,
            Encoding = message.Encoding,
        };
        foreach (var item in message.Items)
        {
            copy.Items.Add(
                item is FunctionCallContent call && HasChanged(call) ? Restored(call) : item
            );
        }

        return copy;
    }

    private static FunctionCallContent Restored(FunctionCallContent call) =>
        new(
            call.FunctionName,
            call.PluginName,
            call.Id,
            ToolArguments.Original(call) is { } written ? new(written) : call.Arguments ?? new()
        )
        {
            InnerContent = call.InnerContent,
            Metadata = call.Metadata,
        };
}
