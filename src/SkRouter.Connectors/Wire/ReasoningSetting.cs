using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>The one reasoning option: an effort or a number of tokens, each convertible to the other.</summary>
/// <param name="Effort">How hard to reason, if an effort was asked for or can be said of the budget.</param>
/// <param name="Budget">How many tokens it may take, if a number was asked for.</param>
internal sealed record ReasoningSetting(ReasoningEffort Effort, int? Budget)
{
    /// <summary>The word of the caller, where it says more than the effort: <c>minimal</c> or <c>max</c>.</summary>
    private string? Said { get; init; }

    private const int MinimalTokens = 1_024;
    private const int LowTokens = 2_048;
    private const int MediumTokens = 8_192;
    private const int HighTokens = 16_384;
    private const int ExtraHighTokens = 32_768;

    public static ReasoningSetting? Of(ChatOptions options)
    {
        if (BudgetOf(options) is { } budget)
        {
            return new(EffortFor(budget), budget);
        }
        return options.Reasoning?.Effort is { } effort
            ? new(effort, null) { Said = SaidOf(options, effort) }
            : null;
    }

    public bool IsOff => Effort == ReasoningEffort.None;

    /// <summary>The number asked for, or the usual one of the effort.</summary>
    public int Tokens =>
        Budget
        ?? Effort switch
        {
            ReasoningEffort.None => 0,
            ReasoningEffort.Low => Said is null ? LowTokens : MinimalTokens,
            ReasoningEffort.Medium => MediumTokens,
            ReasoningEffort.High => HighTokens,
            _ => ExtraHighTokens,
        };

    public string Word =>
        Said
        ?? Effort switch
        {
            ReasoningEffort.None => "none",
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            _ => "xhigh",
        };

    private static ReasoningEffort EffortFor(int budget) =>
        budget switch
        {
            <= 0 => ReasoningEffort.None,
            <= LowTokens * 2 => ReasoningEffort.Low,
            < HighTokens => ReasoningEffort.Medium,
            < ExtraHighTokens => ReasoningEffort.High,
            _ => ReasoningEffort.ExtraHigh,
        };

    /// <summary>Whoever changed the effort since has not changed the word with it.</summary>
    private static string? SaidOf(ChatOptions options, ReasoningEffort effort) =>
        options.AdditionalProperties?.TryGetValue(ProtocolFields.ReasoningWord, out var word)
            is true
            ? (word?.ToString(), effort) switch
            {
                ("minimal", ReasoningEffort.Low) => "minimal",
                ("max", ReasoningEffort.ExtraHigh) => "max",
                _ => null,
            }
            : null;

    private static int? BudgetOf(ChatOptions options) =>
        options.AdditionalProperties?.TryGetValue(ProviderFields.ReasoningBudget, out var value)
            is true
            ? value switch
            {
                JsonElement { ValueKind: JsonValueKind.Number } element => element.GetInt32(),
                IConvertible number => number.ToInt32(CultureInfo.InvariantCulture),
                _ => null,
            }
            : null;
}
