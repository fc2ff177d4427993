using System.Text.Json;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>What thinking forbids, and what a tool loop under it must bring back.</summary>
internal static class ThinkingRules
{
    private const int LeastBudget = 1024;

    public static bool AreOn(JsonElement body) =>
        body.Member("thinking")?.Text("type") is "enabled" or "adaptive";

    public static void Check(JsonElement body)
    {
        if (!AreOn(body))
        {
            return;
        }

        var thinking = body.Member("thinking")!.Value;
        if (thinking.Text("type") == "enabled")
        {
            CheckBudget(thinking.Number("budget_tokens"), body.Number("max_tokens"));
        }

        if (
            body.Member("temperature") is { ValueKind: JsonValueKind.Number } temperature
            && temperature.GetDouble() is not 1
        )
        {
            throw MessagesProtocol.Invalid(
                "`temperature` may only be set to 1 when thinking is enabled."
            );
        }

        if (body.Member("tool_choice")?.Text("type") is "any" or "tool")
        {
            throw MessagesProtocol.Invalid(
                "Thinking may not be enabled when tool_choice forces tool use."
            );
        }
    }

    /// <summary>With a budget, the assistant's part of a tool loop must begin with what it thought; a model that thinks by itself may go without.</summary>
    public static void CheckOpenLoop(JsonElement body, IReadOnlyList<JsonElement> messages)
    {
        if (body.Member("thinking")?.Text("type") != "enabled")
        {
            return;
        }

        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Text("role") != "assistant")
            {
                continue;
            }

            var first = messages[i]
                .Items("content")
                .Select(block => block.Text("type"))
                .FirstOrDefault();
            if (first == "tool_use")
            {
                throw MessagesProtocol.Invalid(
                    FormattableString.Invariant(
                        $"messages.{i}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{first}`. When `thinking` is enabled, a final `assistant` message must start with a thinking block."
                    )
                );
            }

            return;
        }
    }

    private static void CheckBudget(int? budget, int? limit)
    {
        if (budget is null or < LeastBudget)
        {
            throw MessagesProtocol.Invalid(
                FormattableString.Invariant(
                    $"thinking.enabled.budget_tokens: Input should be greater than or equal to {LeastBudget}"
                )
            );
        }

        if (budget >= limit)
        {
            throw MessagesProtocol.Invalid(
                "`max_tokens` must be greater than `thinking.budget_tokens`."
            );
        }
    }
}
