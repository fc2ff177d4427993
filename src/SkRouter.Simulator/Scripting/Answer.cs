using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>What a model answers. Text, classified lines and tool calls may be combined.</summary>
public sealed record Answer
{
    /// <summary>The text, a template: <c>{{user}}</c>, <c>{{1}}</c>, <c>{{name}}</c>, ...</summary>
    public string? Text { get; init; }

    /// <summary>What the model reasoned before, a template; shown where the provider shows reasoning and the request allows it.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Tool calls, in order.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Text computed from the lines of the request.</summary>
    public LineClassification? ClassifyLines { get; init; }

    /// <summary>Replaces the finish reason, which otherwise follows from the answer.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Replaces the estimated usage.</summary>
    public UsageOverride? Usage { get; init; }

    /// <summary>A response that is sent as it stands, to replay a recorded one.</summary>
    public RawResponse? Raw { get; init; }

    /// <summary>Replaces the model's latency to first token, in milliseconds.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>From code only: the text, computed from the request.</summary>
    [JsonIgnore]
    public Func<SimulatedRequest, string>? Compute { get; init; }

    /// <summary>An answer of text.</summary>
    /// <param name="text">The text, a template.</param>
    public static Answer Say(string text) => new() { Text = text };

    /// <summary>An answer that calls one tool.</summary>
    /// <param name="name">Name of the tool, with or without its plugin.</param>
    /// <param name="argumentsJson">The arguments, as a JSON object.</param>
    /// <exception cref="JsonException">The arguments are not JSON.</exception>
    public static Answer Call(string name, string argumentsJson = "{}") =>
        new() { ToolCalls = [ToolCall.Of(name, argumentsJson)] };
}
