using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Puts the one reasoning option in Anthropic's terms: an effort for new models, a budget for older ones. What a caller of this protocol said stands.</summary>
internal sealed class AnthropicThinking(ChatOptions options, ModelRules rules, RequestNotes notes)
{
    private const string Budget = "thinking.budget_tokens";
    private const string Thinking = $"{WireProtocols.Messages}.thinking";
    private const string OutputConfig = $"{WireProtocols.Messages}.output_config";

    /// <summary>The API refuses a smaller budget.</summary>
    private const int LeastBudget = 1_024;

    private readonly string? _model = options.ModelId;

    public void Write(JsonObject body)
    {
        var said = Said(Thinking);
        var effort = Said(OutputConfig).Text("effort");
        if (ReasoningSetting.Of(options) is not { } reasoning)
        {
            return;
        }
        if (said is { } given)
        {
            WriteSaid(body, given, reasoning);
        }
        else if (effort is null && !reasoning.IsOff)
        {
            WriteWanted(body, reasoning, display: null);
        }
        if (effort is not null)
        {
            WriteEffort(body, effort);
        }
        if (body["thinking"]?["type"]?.GetValue<string>() is "enabled" or "adaptive")
        {
            MakeRoom(body);
        }
    }

    /// <summary>Gets the fields that are carried along without what was decided here.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Settled(
        AdditionalPropertiesDictionary? properties
    )
    {
        foreach (var (key, value) in properties ?? [])
        {
            if (key == Thinking)
            {
                continue;
            }
            if (
                key != OutputConfig
                || WireJson.Node(value) is not JsonObject config
                || !config.Remove("effort")
            )
            {
                yield return new(key, value);
            }
            else if (config.Count > 0)
            {
                yield return new(key, config);
            }
        }
    }

    /// <summary>Gets what a caller of this protocol said. What an app says under the provider's own name is sent as it is.</summary>
    private JsonElement? Said(string key) =>
        options.AdditionalProperties?.GetValueOrDefault(key)
            is JsonElement { ValueKind: JsonValueKind.Object } given
            ? given
            : null;

    /// <summary>In the caller's own form where the model has it, else in the nearest one.</summary>
    private void WriteSaid(JsonObject body, JsonElement said, ReasoningSetting reasoning)
    {
        var form = said.Text("type") ?? "";
        if (rules.Thinks(form) is false)
        {
            if (!reasoning.IsOff)
            {
                WriteWanted(body, reasoning, said.Text("display"));
            }
            return;
        }
        if (form == "enabled")
        {
            WriteBudget(body, reasoning.Tokens, said);
        }
        else
        {
            body["thinking"] = WireJson.Node(said);
        }
    }

    private void WriteWanted(JsonObject body, ReasoningSetting reasoning, string? display)
    {
        var adapts = rules.Thinks("adaptive") ?? AnthropicModel.ThinksAdaptively(_model);
        if (adapts && (reasoning.Budget is null || rules.Thinks("enabled") is false))
        {
            body["thinking"] = Adaptive(options.Reasoning?.Output, display);
            WriteEffort(body, Word(reasoning));
        }
        else if (rules.Thinks("enabled") is false)
        {
            notes.Unsupported("reasoning");
        }
        else
        {
            WriteBudget(body, reasoning.Tokens, said: null);
        }
    }

    private string Word(ReasoningSetting reasoning) =>
        reasoning.Effort == ReasoningEffort.ExtraHigh && !AnthropicModel.HasExtraHighEffort(_model)
            ? "max"
            : reasoning.Word;

    private void WriteEffort(JsonObject body, string word)
    {
        // Less than low is not known to any model.
        var wanted = word is "minimal" or "none" ? "low" : word;
        var effort = rules.Effort(wanted);
        if (effort != word)
        {
            notes.Left("output_config.effort");
        }
        if (effort is null)
        {
            return;
        }
        if (body["output_config"] is not JsonObject config)
        {
            body["output_config"] = config = [];
        }
        config["effort"] = effort;
    }

    /// <summary>The budget counts against <c>max_tokens</c> and must be below it: a limit of the caller stands, the budget yields.</summary>
    private void WriteBudget(JsonObject body, int wanted, JsonElement? said)
    {
        if (ForeignLoopIsOpen(body) || EndsWithAssistant(body))
        {
            // With a budget, the API wants a turn to begin with its own thinking: what another model or the caller has begun does not.
            notes.Left("reasoning");
            return;
        }
        var budget = Math.Max(LeastBudget, wanted);
        var limit = body["max_tokens"]!.GetValue<int>();
        if (options.MaxOutputTokens is null)
        {
            body["max_tokens"] = Math.Max(limit, budget + limit);
        }
        else if (budget >= limit)
        {
            budget = limit / 2;
        }
        if (budget != wanted)
        {
            notes.Left(Budget);
        }
        if (budget < LeastBudget)
        {
            return;
        }
        var thinking = said is { } given ? (JsonObject)WireJson.Node(given)! : [];
        thinking["type"] = "enabled";
        thinking["budget_tokens"] = budget;
        body["thinking"] = thinking;
    }

    /// <summary>While a model thinks by a budget, the API takes no tool choice that forces a call; while it thinks at all, no sampling but its own.</summary>
    private void MakeRoom(JsonObject body)
    {
        if (
            body["thinking"]!["type"]!.GetValue<string>() == "enabled"
            && body["tool_choice"]?["type"]?.GetValue<string>() is "any" or "tool"
        )
        {
            body.Remove("thinking");
            notes.Left("reasoning");
            return;
        }
        foreach (var name in new[] { "temperature", "top_k" })
        {
            if (body[name] is { } value && value.ToJsonString() is not "1" && body.Remove(name))
            {
                notes.Unsupported(name);
            }
        }
        if (
            body["top_p"] is JsonValue share
            && share.GetValue<decimal>() < 0.95m
            && body.Remove("top_p")
        )
        {
            notes.Unsupported("top_p");
        }
    }

    private static bool EndsWithAssistant(JsonObject body) =>
        body["messages"]!.AsArray().LastOrDefault()?["role"]?.GetValue<string>() == "assistant";

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

    private static JsonObject Adaptive(ReasoningOutput? output, string? display)
    {
        var thinking = new JsonObject { ["type"] = "adaptive" };
        if (display is not null)
        {
            thinking["display"] = display;
        }
        else if (output is { } wanted)
        {
            thinking["display"] = wanted == ReasoningOutput.None ? "omitted" : "summarized";
        }
        return thinking;
    }
}
