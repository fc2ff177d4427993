namespace SkRouter.Connectors.Restrictions;

/// <summary>Represents one entry of <c>model-rules.json</c>: what models whose names match are known to refuse.</summary>
internal sealed record ModelRule
{
    /// <summary>One of <see cref="Protocols.WireProtocols"/>, or <c>openai-models</c> for OpenAI's models over either of its protocols.</summary>
    public required string Protocol { get; init; }

    /// <summary>Names of providers; null for all.</summary>
    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>A regular expression that the model's name matches.</summary>
    public required string Models { get; init; }

    /// <summary>Fields that are left out; nested ones with a dot; null for none.</summary>
    public IReadOnlyList<string>? Lacks { get; init; }

    /// <summary>Two fields of which only the first is sent.</summary>
    public IReadOnlyList<string>? NotTogether { get; init; }

    /// <summary>The efforts that exist; null if nothing is known of them.</summary>
    public IReadOnlyList<string>? Efforts { get; init; }

    /// <summary>The forms of Anthropic's thinking that exist; null if nothing is known of them.</summary>
    public IReadOnlyList<string>? Thinking { get; init; }

    /// <summary>The range of reasoning tokens; null if nothing is known of it.</summary>
    public ReasoningRange? Budget { get; init; }

    /// <summary>Whether the last message may not be the assistant's.</summary>
    public bool NoPrefill { get; init; }

    /// <summary>How many stop sequences are taken; null if there is no known limit.</summary>
    public int? MostStops { get; init; }

    /// <summary>Where it is documented or reported.</summary>
    public required string Source { get; init; }

    /// <summary>When the source said so.</summary>
    public required DateOnly Date { get; init; }
}
