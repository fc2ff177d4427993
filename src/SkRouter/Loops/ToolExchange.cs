namespace SkRouter.Loops;

/// <summary>A tool call of a conversation, with its result where there is one.</summary>
internal sealed class ToolExchange
{
    public required string Id { get; init; }

    /// <summary>The name as chat clients spell it.</summary>
    public required string Tool { get; init; }

    /// <summary>The function's own name, without its plugin.</summary>
    public required string Function { get; init; }

    public required IReadOnlyDictionary<string, object?> Arguments { get; init; }

    /// <summary>Whether the model has been shown a result.</summary>
    public bool Answered { get; set; }

    public object? Result { get; set; }

    public bool Failed { get; set; }

    /// <summary>Whether the router itself answered, because the tool was withheld.</summary>
    public bool Withheld { get; set; }
}
