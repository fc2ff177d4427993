using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads how much a model should think, in OpenAI's words or in those that OpenRouter and the servers of open models use.</summary>
internal static class ChatReasoningReader
{
    private static readonly HashSet<string> KnownReasoning = new(StringComparer.Ordinal)
    {
        "effort",
        "max_tokens",
    };

    public static void Read(JsonField body, ChatOptions options)
    {
        var reasoning = body.Member("reasoning");
        if ((body.Member("reasoning_effort") ?? reasoning?.Member("effort")) is { } effort)
        {
            ReasoningEfforts.Read(effort, options);
        }

        if (reasoning?.Member("max_tokens") is { } tokens)
        {
            ReasoningEfforts.ReadBudget(tokens, options);
        }

        if (reasoning is { } given)
        {
            ReadSwitches(given, options);
            var carried = options.AdditionalProperties;
            CarriedFields.AddRest(
                ref carried,
                given,
                WireProtocols.ChatCompletions,
                "reasoning",
                KnownReasoning
            );
            options.AdditionalProperties = carried;
        }

        // It is also carried as it came: for others than the servers that have it, it says the same as an effort.
        if (body.Member("thinking") is { IsObject: true } thinking)
        {
            ReadThinking(thinking, options);
        }
    }

    private static void ReadSwitches(JsonField reasoning, ChatOptions options)
    {
        if (reasoning.BoolOf("enabled") is { } enabled && options.Reasoning?.Effort is null)
        {
            options.Reasoning = new()
            {
                Effort = enabled ? ReasoningEffort.Medium : ReasoningEffort.None,
            };
        }

        if (reasoning.BoolOf("exclude") is true)
        {
            options.Reasoning = new()
            {
                Effort = options.Reasoning?.Effort,
                Output = ReasoningOutput.None,
            };
        }
    }

    private static void ReadThinking(JsonField thinking, ChatOptions options)
    {
        if (thinking.Member("budget_tokens") is { } budget)
        {
            ReasoningEfforts.ReadBudget(budget, options);
        }

        if (options.Reasoning?.Effort is null && thinking.TextOf("type") is { } type)
        {
            options.Reasoning = new()
            {
                Effort = type switch
                {
                    "disabled" => ReasoningEffort.None,
                    _ when thinking.Member("budget_tokens") is null => ReasoningEffort.Medium,
                    _ => null,
                },
            };
        }
    }
}
