using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Conversion;

/// <summary>Semantic Kernel's conversation as Microsoft.Extensions.AI has it.</summary>
internal static class ToMessages
{
    public static IReadOnlyList<ChatMessage> Convert(ChatHistory history)
    {
        var messages = new List<ChatMessage>(history.Count);
        foreach (var content in history)
        {
            messages.Add(Convert(content));
        }

        return messages;
    }

    public static ChatMessage Convert(ChatMessageContent content)
    {
        var message = new ChatMessage
        {
            AuthorName = content.AuthorName,
            RawRepresentation = content.InnerContent,
            Role = new ChatRole(content.Role.Label),
        };
        var isTool = content.Role == AuthorRole.Tool;
        foreach (var item in content.Items)
        {
            // Semantic Kernel repeats a tool's result as text beside the result itself.
            if (isTool && item is Microsoft.SemanticKernel.TextContent && HasResult(content))
            {
                continue;
            }

            if (Contents.ToAI(item) is { } converted)
            {
                message.Contents.Add(converted);
            }
        }

        return message;
    }

    private static bool HasResult(ChatMessageContent content)
    {
        foreach (var item in content.Items)
        {
            if (item is Microsoft.SemanticKernel.FunctionResultContent)
            {
                return true;
            }
        }

        return false;
    }
}
