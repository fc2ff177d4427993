using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Conversion;

/// <summary>
/// Removes messages of which a deployment can read nothing: they consist of blocks in the words of another provider or protocol. Without its blocks such a
/// message would be an empty one, which most providers refuse.
/// </summary>
internal static class UnreadableBlocks
{
    public static void Remove(List<ChatMessage> messages, Speaker? speaker, Action<string> leaveOut)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (!IsUnreadable(messages[i], speaker))
            {
                continue;
            }

            foreach (var block in messages[i].Contents.Cast<ProviderContent>())
            {
                ForeignRequest.NameBlock(block, messages[i].Role, leaveOut);
            }

            messages.RemoveAt(i);
        }
    }

    private static bool IsUnreadable(ChatMessage message, Speaker? speaker)
    {
        if (message.Contents.Count == 0)
        {
            return false;
        }

        foreach (var content in message.Contents)
        {
            if (content is not ProviderContent block || speaker?.IsCalled(block.Provider) == true)
            {
                return false;
            }
        }

        return true;
    }
}
