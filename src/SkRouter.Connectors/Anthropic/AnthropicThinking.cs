using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Puts the one reasoning option in Anthropic's terms: an effort for new models, a budget for older ones.</summary>
internal static class AnthropicThinking
{
    /// <summary>The API refuses a smaller budget.</summary>
    private const int LeastBudget = 1_024;

    public static void Write(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        if (ReasoningSetting.Of(options) is not { IsOff: false } reasoning)
        {
            return;
        }
        if (reasoning.Budget is null && AnthropicModel.ThinksAdaptively(options.ModelId))
        {
            body["thinking"] = Adaptive(options.Reasoning?.Output);
            if (body["output_config"] is not JsonObject config)
            {
                body["output_config"] = config = [];
            }
            config["effort"] = Effort(reasoning, options.ModelId);
        }
        else if (ForeignLoopIsOpen(body))
        {
            // With a budget, the API wants the loop to begin with its own thinking: another model's has none that it could read.
            notes.Left("reasoning");
            return;
        }
        else
        {
            WriteBudget(body, Math.Max(LeastBudget, reasoning.Tokens), options);
        }
        // While it thinks, the API takes no temperature but its own.
        foreach (var name in new[] { "temperature", "top_k" })
        {
            if (body[name] is { } value && value.ToJsonString() is not "1" && body.Remove(name))
            {
                notes.Unsupported(name);
            }
        }
    }

    private static bool ForeignLoopIsOpen(JsonObject body)
    {
        var last = body["messages"]!
            .AsArray()
            .LastOrDefault(static turn => turn!["role"]!.GetValue<string>() == "assistant");
        return last?["content"] is JsonArray blocks
            && blocks.Any(static block => IsOf(block, "tool_use"))
            && !IsOf(blocks[0], "thinking")
            && !IsOf(blocks[0], "redacted_thinking");
    }

    private static bool IsOf(JsonNode? block, string type) =>
        block?["type"]?.GetValue<string>() == type;

    private static JsonObject Adaptive(ReasoningOutput? output)
    {
        var thinking = new JsonObject { ["type"] = "adaptive" };
        if (output is { } wanted)
        {
            thinking["display"] = wanted == ReasoningOutput.None ? "omitted" : "summarized";
        }
        return thinking;
    }

    private static string Effort(ReasoningSetting reasoning, string? model) =>
        reasoning.Effort == ReasoningEffort.ExtraHigh && !AnthropicModel.HasExtraHighEffort(model)
            ? "max"
            : reasoning.Word;

    /// <summary>The budget counts against <c>max_tokens</c> and must be below it: a limit of the caller stands, the budget yields.</summary>
    private static void WriteBudget(JsonObject body, int budget, ChatOptions options)
    {
        var limit = body["max_tokens"]!.GetValue<int>();
        if (options.MaxOutputTokens is null)
        {
            body["max_tokens"] = Math.Max(limit, budget + limit);
        }
        else if (budget >= limit)
        {
            budget = limit / 2;
        }
        if (budget >= LeastBudget)
        {
            body["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = budget };
        }
    }
}
