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

    /// <summary>How many of the likeliest tokens can be asked for beside each one; null if there is no known limit.</summary>
    public int? MostTopLogprobs { get; init; }

    /// <summary>A regular expression that the names of tools must match; null for any.</summary>
    public string? ToolNames { get; init; }

    /// <summary>Whether the JSON mode needs the word "json" in the messages.</summary>
    public bool WantsJsonWord { get; init; }

    /// <summary>Whether no message may be the system's or the developer's.</summary>
    public bool NoSystem { get; init; }

    /// <summary>Whether the first message must be the user's.</summary>
    public bool BeginsWithUser { get; init; }

    /// <summary>The field that switches thinking off, which a tool choice that forces a call needs; null if they go together.</summary>
    public string? ForcedToolEnds { get; init; }

    /// <summary>Keywords of a JSON schema that are left out of the answer's schema and of strict tools; null for none.</summary>
    public IReadOnlyList<string>? SchemaLacks { get; init; }

    /// <summary>Whether every object in the answer's schema and in those of strict tools must be closed.</summary>
    public bool SchemaIsClosed { get; init; }

    /// <summary>Whether the source was opened when the rule was written.</summary>
    public bool Checked { get; init; } = true;

    /// <summary>Where it is documented or reported.</summary>
    public required string Source { get; init; }

    /// <summary>When the source said so.</summary>
    public required DateOnly Date { get; init; }
}
