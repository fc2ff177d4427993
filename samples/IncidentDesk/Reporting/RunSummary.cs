using System.Text.Encodings.Web;
using System.Text.Json;

namespace IncidentDesk.Reporting;

/// <summary>The last line of <c>--json</c>.</summary>
internal sealed record RunSummary
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether there is a report and, where a fix was wanted, an approved one.</summary>
    public required bool Completed { get; init; }

    public required bool Simulated { get; init; }

    public required string RunId { get; init; }

    public required long Fallbacks { get; init; }

    public required IReadOnlyDictionary<string, int> ToolExecutions { get; init; }

    /// <summary>How often an agent went in circles and was told, given a stronger model or denied the tool.</summary>
    public required int LoopsCaught { get; init; }

    public required decimal CostUsd { get; init; }

    public required decimal BaselineCostUsd { get; init; }

    public required IReadOnlyList<AgentSpend> Agents { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
