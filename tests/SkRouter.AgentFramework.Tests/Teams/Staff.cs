using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests.Teams;

/// <summary>What the models of cashier, clerk and auditor say: each charges once, hands over, gives tasks or reviews if that is offered, and reports.</summary>
internal static class Staff
{
    public static ScriptedStep Answer(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var name = messages[0].Text["You are ".Length..].Split('.')[0];
        var text = string.Join('\n', messages.Select(Say));
        var tools = options?.Tools?.Select(tool => tool.Name).ToList() ?? [];
        if (
            !text.Contains($"charged {name}", StringComparison.Ordinal)
            && !text.Contains($"{name} is done", StringComparison.Ordinal)
        )
        {
            return Call(name, "Charge", "order", name);
        }

        foreach (var ask in tools.Where(tool => tool.StartsWith("ask_", StringComparison.Ordinal)))
        {
            var member = ask["ask_".Length..];
            if (!HasCalled(messages, ask))
            {
                return Call(member, ask, "task", $"be the {member}");
            }
        }

        if (name == "cashier" && tools.Contains("handoff_to_1"))
        {
            return ScriptedStep.Call("handoff_to_1") with { Text = $"{name} is done" };
        }

        var reviewed = text.Contains("Verdict: send back", StringComparison.Ordinal);
        return ScriptedStep.Answer(
            name == "auditor"
                ? $"{name} is done\nVerdict: {(reviewed ? "approve" : "send back")}"
                : $"{name} is done"
        );
    }

    private static ScriptedStep Call(string id, string tool, string argument, string value) =>
        new()
        {
            Calls =
            [
                new(
                    $"call_{tool}_{id}",
                    tool,
                    new Dictionary<string, object?> { [argument] = value }
                ),
            ],
            FinishReason = "tool_calls",
        };

    private static bool HasCalled(IReadOnlyList<ChatMessage> messages, string tool) =>
        messages
            .SelectMany(message => message.Contents)
            .OfType<FunctionCallContent>()
            .Any(call => call.Name == tool);

    private static string Say(ChatMessage message) =>
        message.Text
        + string.Join(
            '\n',
            message.Contents.OfType<FunctionResultContent>().Select(result => $"{result.Result}")
        );
}
