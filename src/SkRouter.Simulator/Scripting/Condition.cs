using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>What a request must look like. Everything that is given must hold; an empty condition always holds.</summary>
/// <remarks>Patterns are .NET regular expressions; their groups can be used in the answer's templates.</remarks>
public sealed record Condition
{
    /// <summary>Pattern for the last user message.</summary>
    public string? User { get; init; }

    /// <summary>Pattern for the system and developer messages (an agent's instructions).</summary>
    public string? System { get; init; }

    /// <summary>Pattern for the text of all messages, joined by line feeds.</summary>
    public string? Conversation { get; init; }

    /// <summary>Pattern for the last tool result since the last user message.</summary>
    public string? ToolResult { get; init; }

    /// <summary>Whether there are tool results since the last user message.</summary>
    public bool? HasToolResults { get; init; }

    /// <summary>How many tool results there are since the last user message: <c>0</c>, <c>2</c>, <c>1-3</c>, <c>2-</c>.</summary>
    [JsonConverter(typeof(NumberOrTextConverter))]
    public string? ToolResults { get; init; }

    /// <summary>Number of the model's request, in the form of <see cref="FaultRule.Requests"/>.</summary>
    [JsonConverter(typeof(NumberOrTextConverter))]
    public string? Requests { get; init; }

    /// <summary>Name of a tool that must be on offer, with or without its plugin.</summary>
    public string? Tool { get; init; }

    /// <summary>Whether the answer is wanted as a stream.</summary>
    public bool? Streamed { get; init; }

    /// <summary>Role of the last message.</summary>
    public string? LastRole { get; init; }

    /// <summary>From code only: any other test.</summary>
    [JsonIgnore]
    public Func<SimulatedRequest, bool>? Predicate { get; init; }
}
