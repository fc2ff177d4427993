using System.Text.Json;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>What one provider that speaks chat completions does differently.</summary>
internal sealed record ChatDialect
{
    public const string Protocol = "openrouter";
    private static readonly string[] ReasoningMembers =
    [
        "reasoning_content",
        "reasoning",
        "reasoning_details",
    ];
    private static readonly Dictionary<Dialect, ChatDialect> Known = new()
    {
        [Dialect.OpenAI] = new() { CallIds = CallIdForm.OpenAI, Takes = [] },
        [Dialect.DeepSeek] = new()
        {
            Reasoning = ReasoningShape.Content,
            Takes = ["reasoning_content"],
            TellsCacheMisses = true,
            ChecksToolTurns = true,
        },
        [Dialect.OpenRouter] = new()
        {
            Reasoning = ReasoningShape.Details,
            Takes = ["reasoning", "reasoning_details"],
            CallIds = CallIdForm.OpenRouter,
            Errors = ChatErrorShape.NumberedCode,
        },
        [Dialect.Mistral] = new()
        {
            Reasoning = ReasoningShape.Parts,
            Takes = [],
            CallIds = CallIdForm.Mistral,
            AlwaysTellsUsage = true,
            Errors = ChatErrorShape.Flat,
        },
        [Dialect.Groq] = new() { Reasoning = ReasoningShape.Plain, Takes = ["reasoning"] },
        [Dialect.Ollama] = new() { Reasoning = ReasoningShape.Plain, Takes = ["reasoning"] },
    };

    /// <summary>Takes what any client of any provider sends.</summary>
    public static readonly ChatDialect Lenient = new() { Takes = ReasoningMembers };

    public required IReadOnlyList<string> Takes { get; init; }
    public ReasoningShape? Reasoning { get; init; }
    public CallIdForm CallIds { get; init; } = CallIdForm.Any;
    public ChatErrorShape Errors { get; init; }
    public bool TellsCacheMisses { get; init; }
    public bool AlwaysTellsUsage { get; init; }

    /// <summary>Whether reasoning must come back with the tool calls that it led to.</summary>
    public bool ChecksToolTurns { get; init; }

    public static ChatDialect Of(Dialect? dialect) => dialect is { } known ? Known[known] : Lenient;

    /// <summary>Reasoning is on unless the request turns it off; DeepSeek's old chat model has none.</summary>
    public bool Thinks(JsonElement body) =>
        body.Member("thinking")?.Text("type") is { } thinking
            ? thinking != "disabled"
            : body.Text("reasoning_effort") != "none"
                && !(ChecksToolTurns && body.Text("model") == "deepseek-chat");

    public void CheckReasoning(JsonElement message, int index)
    {
        foreach (var name in ReasoningMembers)
        {
            if (message.Member(name) is not null && !Takes.Contains(name, StringComparer.Ordinal))
            {
                throw ApiError.Invalid(
                    FormattableString.Invariant(
                        $"'messages.{index}' : for 'role:assistant' the following must be satisfied[('messages.{index}' : property '{name}' is unsupported)]"
                    ),
                    FormattableString.Invariant($"messages[{index}].{name}")
                );
            }
        }

        CheckParts(message, index);
        foreach (var block in message.Items("reasoning_details"))
        {
            if (
                block.Text("signature") is { } seal
                && !Signatures.Fits(Protocol, block.Text("text") ?? "", seal)
            )
            {
                throw ApiError.Invalid(
                    FormattableString.Invariant(
                        $"messages[{index}].reasoning_details: the signature does not belong to the text"
                    ),
                    null
                );
            }
        }
    }

    private void CheckParts(JsonElement message, int index)
    {
        if (
            Reasoning != ReasoningShape.Parts
            && this != Lenient
            && message.Items("content").Any(static part => part.Text("type") == "thinking")
        )
        {
            throw ApiError.Invalid(
                FormattableString.Invariant(
                    $"Invalid value: 'thinking'. Supported values are: 'text' and 'refusal'."
                ),
                FormattableString.Invariant($"messages[{index}].content[0].type"),
                "invalid_value"
            );
        }
    }
}
