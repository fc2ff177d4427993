using System.Text.Json;

namespace SkRouter.Simulator;

/// <summary>A request as rules see it.</summary>
public sealed record SimulatedRequest
{
    private readonly IReadOnlyList<string> _texts;
    private string? _conversation;

    internal SimulatedRequest(JsonElement body, IReadOnlyList<string> texts)
    {
        Body = body;
        _texts = texts;
    }

    /// <summary>The whole body.</summary>
    public JsonElement Body { get; }

    /// <summary>The model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The number of this request among the model's, counted from 1.</summary>
    public int Number { get; internal set; }

    /// <summary>Whether the answer is wanted as a stream.</summary>
    public bool Streamed { get; init; }

    /// <summary>Whether a stream is to close with usage.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The most tokens that the answer may have.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether the answer may show what the model reasoned.</summary>
    public bool Thinks { get; init; }

    /// <summary>Text of the last user message.</summary>
    public string User { get; init; } = "";

    /// <summary>Text of the system and developer messages.</summary>
    public string System { get; init; } = "";

    /// <summary>Tool results since the last user message, in order.</summary>
    public IReadOnlyList<string> ToolResults { get; init; } = [];

    /// <summary>Names of the tools on offer.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Role of the last message.</summary>
    public string LastRole { get; init; } = "";

    /// <summary>Text of all messages, joined by line feeds.</summary>
    public string Conversation => _conversation ??= string.Join('\n', _texts);

    /// <summary>Estimated tokens of the prompt.</summary>
    public long PromptTokens { get; init; }
}
