using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>A message's text as <see cref="ChatMessageContent.Content"/> has it, without the two iterators that it makes each time.</summary>
internal static class MessageText
{
    public static string? Of(ChatMessageContent message)
    {
        var items = message.Items;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is TextContent text)
            {
                return text.Text;
            }
        }

        return null;
    }
}
