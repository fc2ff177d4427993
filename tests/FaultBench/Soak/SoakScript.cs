using Microsoft.Extensions.AI;

namespace SkRouter.FaultBench.Soak;

/// <summary>What every provider answers: first a call of the tool, then what the tool said.</summary>
internal static class SoakScript
{
    public static ChatMessage Answer(IReadOnlyList<ChatMessage> messages)
    {
        var order = messages.First(message => message.Role == ChatRole.User).Text;
        var charged = messages.Any(message =>
            message.Contents.Any(item => item is FunctionResultContent)
        );
        return charged
            ? new(ChatRole.Assistant, Expected(order))
            : new(
                ChatRole.Assistant,
                [
                    new FunctionCallContent(
                        "call_1",
                        "Desk-Charge",
                        new Dictionary<string, object?> { ["order"] = order }
                    ),
                ]
            );
    }

    public static string Expected(string order) => $"The order {order} has been charged, once.";

    public static IEnumerable<AIContent> Pieces(ChatMessage message) =>
        message.Contents.SelectMany(content =>
            content is TextContent text
                ? text
                    .Text.Split(' ')
                    .Select((word, i) => (AIContent)new TextContent(i == 0 ? word : " " + word))
                : [content]
        );

    public static ChatFinishReason FinishReason(ChatMessage message) =>
        message.Contents.Any(content => content is FunctionCallContent)
            ? ChatFinishReason.ToolCalls
            : ChatFinishReason.Stop;
}
