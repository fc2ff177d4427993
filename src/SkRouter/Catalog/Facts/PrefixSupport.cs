using System.Text.Json;

namespace SkRouter.Catalog.Facts;

/// <summary>How a model is asked to continue an assistant's message that the request ends with.</summary>
internal sealed record PrefixSupport
{
    /// <summary>By a last message of the assistant, with nothing said beside it.</summary>
    public static readonly PrefixSupport Plain = new();

    /// <summary>Fields of the last message that ask for it.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Message { get; init; } = [];

    /// <summary>Fields of the request that ask for it.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Request { get; init; } = [];

    /// <summary>Also while the model reasons.</summary>
    public bool WhileReasoning { get; init; }

    /// <summary>The answer begins with what it was given.</summary>
    public bool Echoes { get; init; }

    /// <summary>It takes fields that only our own clients can send.</summary>
    public bool NeedsFields => Message.Count + Request.Count > 0;
}
