using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Puts the one reasoning option in the words of a dialect.</summary>
internal sealed class ChatCompletionsReasoning(
    KnownProvider provider,
    ChatOptions options,
    RequestNotes notes
)
{
    public void Write(JsonObject body)
    {
        if (ReasoningSetting.Of(options) is not { } reasoning)
        {
            return;
        }
        switch (provider.Dialect.ReasoningRequest)
        {
            case ReasoningRequest.Effort:
                WriteEffort(body, "reasoning_effort", reasoning);
                break;
            case ReasoningRequest.Nested:
                body["reasoning"] = reasoning.Budget is > 0 and var budget
                    ? new JsonObject { ["max_tokens"] = budget }
                    : new JsonObject { ["effort"] = reasoning.Word };
                break;
            case ReasoningRequest.Thinking:
                var rules = ModelRules.Of(provider, options.ModelId);
                var isOff = reasoning.IsOff && rules.Thinks("disabled") is not false;
                body["thinking"] = new JsonObject { ["type"] = isOff ? "disabled" : "enabled" };
                if (!isOff)
                {
                    WriteEffort(body, "reasoning_effort", reasoning);
                }
                break;
            case ReasoningRequest.ThinkingEffort:
                body["thinking"] = new JsonObject
                {
                    ["type"] = reasoning.IsOff ? "disabled" : "enabled",
                };
                if (!reasoning.IsOff)
                {
                    body["reasoning_effort"] = reasoning.Effort switch
                    {
                        ReasoningEffort.Low => "low",
                        ReasoningEffort.ExtraHigh => "max",
                        _ => "high",
                    };
                }
                break;
            default:
                notes.Unsupported("reasoning");
                break;
        }
    }

    private void WriteEffort(JsonObject target, string name, ReasoningSetting reasoning)
    {
        var effort = ModelRules.Of(provider, options.ModelId).Effort(reasoning.Word);
        if (effort is not null)
        {
            target[name] = effort;
        }
        if (effort != reasoning.Word)
        {
            notes.Left(name);
        }
    }
}
