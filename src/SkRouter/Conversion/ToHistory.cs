using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Conversion;

/// <summary>Microsoft.Extensions.AI's conversation as Semantic Kernel has it.</summary>
internal static class ToHistory
{
    public static ChatHistory Convert(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var history = new ChatHistory();
        if (!string.IsNullOrEmpty(options?.Instructions))
        {
            history.AddSystemMessage(options.Instructions);
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var single = messages.ToList();
        RepeatedResults.Join(single, speaker: null);
        foreach (var message in single)
        {
            var content = Convert(message, names);
            if (content.Items.Count > 0 || message.Contents.Count == 0)
            {
                history.Add(content);
            }
        }

        return history;
    }

    private static ChatMessageContent Convert(ChatMessage message, Dictionary<string, string> names)
    {
        var content = new ChatMessageContent
        {
            AuthorName = message.AuthorName,
            Role = new AuthorRole(message.Role.Value),
        };
        foreach (var item in message.Contents)
        {
            if (item is Microsoft.Extensions.AI.FunctionCallContent call)
            {
                names[call.CallId] = call.Name;
            }

            if (Contents.ToKernel(item, names.GetValueOrDefault) is { } converted)
            {
                // What another provider's SDK made is no use to this one and can mislead it.
                converted.InnerContent = null;
                content.Items.Add(converted);
            }
        }

        return content;
    }
}
