using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Where one OpenAI-compatible provider differs from the others.</summary>
internal sealed record ChatCompletionsDialect
{
    public string Path { get; init; } = "chat/completions";

    /// <summary>Where a request goes that ends with the beginning of its answer, if that is elsewhere; only at the provider's own address.</summary>
    public string? PrefixPath { get; init; }

    public string MaxTokens { get; init; } = "max_tokens";

    public string Seed { get; init; } = "seed";

    /// <summary>The <c>tool_choice</c> for "some tool".</summary>
    public string RequiredTool { get; init; } = "required";

    /// <summary>Whether usage in a stream must be asked for.</summary>
    public bool AsksForStreamUsage { get; init; } = true;

    /// <summary>Whether the models are OpenAI's own, of which some refuse a temperature.</summary>
    public bool HasOpenAIModels { get; init; }

    /// <summary>Whether there are tools that take one text; else functions stand for them.</summary>
    public bool HasCustomTools { get; init; }

    /// <summary>Whether each request gets one answer, so that <c>n</c> above 1 is refused or ignored.</summary>
    public bool GivesOneChoice { get; init; }

    /// <summary>Whether the name of a participant is refused.</summary>
    public bool LacksNames { get; init; }

    /// <summary>Whether pictures that the model made go back beside its text.</summary>
    public bool TakesOwnImages { get; init; }

    /// <summary>Whether all models are Mistral's, which take call ids of their own form only.</summary>
    public bool HasMistralModels { get; init; }

    /// <summary>Whether the provider makes call ids fit the model that it serves.</summary>
    public bool AdaptsCallIds { get; init; }

    /// <summary>Models that do not think unless they are told to; all others do.</summary>
    public FrozenSet<string> Unthinking { get; init; } = FrozenSet<string>.Empty;

    public ReasoningRequest ReasoningRequest { get; init; } = ReasoningRequest.Effort;

    public ReasoningEcho ReasoningEcho { get; init; }

    public DocumentPart Documents { get; init; }

    public StructuredOutput StructuredOutput { get; init; }

    /// <summary>Fields of the request that the provider refuses.</summary>
    public FrozenSet<string> Lacks { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The kinds of media that can be sent.</summary>
    public MediaKinds Takes =>
        MediaKinds.Audio
        | (HasOpenAIModels ? MediaKinds.None : MediaKinds.Video)
        | Documents switch
        {
            DocumentPart.None => MediaKinds.None,
            DocumentPart.File => MediaKinds.File,
            _ => MediaKinds.File | MediaKinds.LinkedFile,
        };

    public CallIdRule CallIdsOf(string? model) =>
        AdaptsCallIds ? CallIdRule.Any
        : HasMistralModels || MistralModel.Is(model) ? CallIdRule.Mistral
        : CallIdRule.Chat;

    public bool Thinks(ChatOptions options) =>
        ReasoningSetting.Of(options) is { } reasoning
            ? !reasoning.IsOff
            : !Unthinking.Contains(options.ModelId ?? "");
}
