using System.Collections.Frozen;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Where one OpenAI-compatible provider differs from the others.</summary>
internal sealed record ChatCompletionsDialect
{
    public string Path { get; init; } = "chat/completions";

    public string MaxTokens { get; init; } = "max_tokens";

    public string Seed { get; init; } = "seed";

    /// <summary>The <c>tool_choice</c> for "some tool".</summary>
    public string RequiredTool { get; init; } = "required";

    /// <summary>Whether usage in a stream must be asked for.</summary>
    public bool AsksForStreamUsage { get; init; } = true;

    /// <summary>Whether the models are OpenAI's own, of which some refuse a temperature.</summary>
    public bool HasOpenAIModels { get; init; }

    public ReasoningRequest ReasoningRequest { get; init; } = ReasoningRequest.Effort;

    public ReasoningEcho ReasoningEcho { get; init; }

    public DocumentPart Documents { get; init; }

    public StructuredOutput StructuredOutput { get; init; }

    /// <summary>Fields of the request that the provider refuses.</summary>
    public FrozenSet<string> Lacks { get; init; } = [];
}
