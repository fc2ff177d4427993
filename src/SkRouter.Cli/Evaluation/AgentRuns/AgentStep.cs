using System.Text.Json;

namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>One model call of a recorded run: what was known before it, and what it gave and cost.</summary>
internal sealed record AgentStep
{
    public required int Step { get; init; }

    public required decimal CostUsd { get; init; }

    public string LastRole { get; init; } = "";

    public string LastText { get; init; } = "";

    public string LastTool { get; init; } = "";

    public bool LastToolFailed { get; init; }

    /// <summary>Result of the last check, 0 to 1; null if nothing was checked.</summary>
    public double? LastCheck { get; init; }

    public double LastCharacters { get; init; }

    public double ContextCharacters { get; init; }

    public double ToolCalls { get; init; }

    public double ToolErrors { get; init; }

    public double RepeatedCalls { get; init; }

    public double ChecksFailed { get; init; }

    public double SameToolStreak { get; init; }

    public double UserTurns { get; init; }

    public double InputTokens { get; init; }

    /// <summary>Known only after the call.</summary>
    public double OutputCharacters { get; init; }

    /// <summary>The tools that its answer calls; known only after the call.</summary>
    public IReadOnlyList<string> CallsMade { get; init; } = [];

    internal static AgentStep Read(JsonElement json) =>
        new()
        {
            Step = (int)Number(json, "step"),
            CostUsd = (decimal)Number(json, "cost_usd"),
            LastRole = Text(json, "last_role"),
            LastText = Text(json, "last_text"),
            LastTool = Text(json, "last_tool"),
            LastToolFailed =
                json.TryGetProperty("last_tool_error", out var failed)
                && failed.ValueKind == JsonValueKind.True,
            LastCheck =
                json.TryGetProperty("last_check", out var check)
                && check.ValueKind == JsonValueKind.Number
                    ? check.GetDouble()
                    : null,
            LastCharacters = Number(json, "last_chars"),
            ContextCharacters = Number(json, "context_chars"),
            ToolCalls = Number(json, "tool_calls_so_far"),
            ToolErrors = Number(json, "tool_errors_so_far"),
            RepeatedCalls = Number(json, "repeated_calls_so_far"),
            ChecksFailed = Number(json, "checks_failed_so_far"),
            SameToolStreak = Number(json, "same_tool_streak"),
            UserTurns = Number(json, "user_turns_so_far"),
            InputTokens = Number(json, "input_tokens"),
            OutputCharacters = Number(json, "output_chars"),
            CallsMade =
                json.TryGetProperty("tool_calls_made", out var made)
                && made.ValueKind == JsonValueKind.Array
                    ? [.. made.EnumerateArray().Select(name => name.GetString() ?? "")]
                    : [],
        };

    private static double Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : 0;

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
