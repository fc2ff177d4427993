namespace SkRouter.Classification;

/// <summary>What a classifier sees of one round trip. It refers to the caller's strings and copies none of them.</summary>
public readonly record struct TaskText
{
    /// <summary>The last thing that was asked for: the newest user message, or an empty string.</summary>
    public string Task { get; init; }

    /// <summary>The instructions (system messages) in force, or an empty string.</summary>
    public string Instructions { get; init; }

    /// <summary>Number of messages in the conversation.</summary>
    public int Turns { get; init; }

    /// <summary>Number of tool results after the last user message.</summary>
    public int ToolResults { get; init; }

    /// <summary>Number of tools on offer.</summary>
    public int ToolsOffered { get; init; }

    /// <summary>Characters of the whole conversation, instructions and tool results included.</summary>
    public long TotalCharacters { get; init; }

    /// <summary>Whether the answer must follow a JSON schema.</summary>
    public bool WantsJsonSchema { get; init; }
}
