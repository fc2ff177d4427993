using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads how much a model should think, in OpenAI's words or in those that OpenRouter and the servers of open models use.</summary>
internal static class ChatReasoningReader
{
    /// <summary>The fields beside OpenAI's that say how a model should think.</summary>
    private static readonly string[] Words =
    [
        "reasoning",
        "thinking",
        "enable_thinking",
        "thinking_budget",
        "think",
        "chat_template_kwargs",
    ];

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

        ReadDialects(body, options);
        // It is also carried as it came: for others than the servers that have it, it says the same as an effort.
        if (body.Member("thinking") is { IsObject: true } thinking)
        {
            ReadThinking(thinking, options);
        }

        FieldNames.Note(options, WireProtocols.ChatCompletions, NameOf(body));
    }

    /// <summary>The field that the client said it with; null for OpenAI's.</summary>
    private static string? NameOf(JsonField body) =>
        body.Member("reasoning_effort") is not null
            ? null
            : Words.FirstOrDefault(word => body.Member(word) is not null);

    /// <summary>Reads how Qwen's, Ollama's and Groq's servers, and chat templates of open models, are told to think. These are carried as they came, too.</summary>
    private static void ReadDialects(JsonField body, ChatOptions options)
    {
        if (body.Member("thinking_budget") is { } budget)
        {
            ReasoningEfforts.ReadBudget(budget, options);
        }

        var template = body.Member("chat_template_kwargs");
        var switched =
            SwitchOf(body, "enable_thinking")
            ?? SwitchOf(template, "enable_thinking")
            ?? SwitchOf(template, "thinking")
            ?? SwitchOf(body, "think");
        if (options.Reasoning?.Effort is null && switched is { } enabled)
        {
            options.Reasoning = new()
            {
                Effort =
                    !enabled ? ReasoningEffort.None
                    : body.Member("thinking_budget") is null ? ReasoningEffort.Medium
                    : null,
                Output = options.Reasoning?.Output,
            };
        }

        if (SwitchOf(body, "include_reasoning") is false)
        {
            options.Reasoning = new()
            {
                Effort = options.Reasoning?.Effort,
                Output = ReasoningOutput.None,
            };
        }
    }

    private static bool? SwitchOf(JsonField? given, string name) =>
        given?.Member(name)?.Value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    private static void ReadSwitches(JsonField reasoning, ChatOptions options)
    {
        if (reasoning.BoolOf("enabled") is { } enabled && options.Reasoning?.Effort is null)
        {
            options.Reasoning = new()
            {
                Effort = enabled ? ReasoningEffort.Medium : ReasoningEffort.None,
            };
        }

        if (reasoning.TextOf("summary") is { } summary)
        {
            options.Reasoning = new()
            {
                Effort = options.Reasoning?.Effort,
                Output = summary == "detailed" ? ReasoningOutput.Full : ReasoningOutput.Summary,
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
