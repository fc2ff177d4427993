using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>Reads whether a request asks the model to reason, in any of the words that providers have for it.</summary>
internal static class RequestedReasoning
{
    // As a setting of its own, or as a protocol's field under "protocol.name".
    private static readonly string[] Names =
    [
        "reasoning_effort",
        "reasoningEffort",
        "reasoning",
        "thinking",
        "enable_thinking",
        "thinking_budget",
        "thinkingConfig",
    ];

    private static readonly string[] Off = ["none", "minimal", "off", "disabled", "false"];

    // What of a field's own members says how much.
    private static readonly string[] Members =
    [
        "effort",
        "type",
        "enabled",
        "max_tokens",
        "budget_tokens",
        "thinkingBudget",
        "thinkingLevel",
    ];

    public static ReasoningWish Of(ModelRequest request)
    {
        if (request.IsSemanticKernel)
        {
            return request.Settings is not { } settings ? ReasoningWish.NotSaid
                : OwnSetting(settings) is not ReasoningWish.NotSaid and var own ? own
                : Read(settings.ExtensionData);
        }

        return request.Options is not { } options ? ReasoningWish.NotSaid
            : options.Reasoning?.Effort is { } effort
                ? effort is ReasoningEffort.None ? ReasoningWish.Declined
                    : ReasoningWish.Asked
            : Read(options.AdditionalProperties);
    }

    /// <summary>Connectors of Semantic Kernel have a property of their own for it.</summary>
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "A property that trimming has removed is one that the connector does not read either."
    )]
    private static ReasoningWish OwnSetting(PromptExecutionSettings settings)
    {
        var type = settings.GetType();
        return type == typeof(PromptExecutionSettings)
            ? ReasoningWish.NotSaid
            : FromValue(
                type.GetProperty("ReasoningEffort")?.GetValue(settings) switch
                {
                    null => null,
                    string text => text,
                    var other => other.ToString(),
                }
            );
    }

    private static ReasoningWish Read<T>(IEnumerable<KeyValuePair<string, T>>? fields)
    {
        if (fields is null)
        {
            return ReasoningWish.NotSaid;
        }

        foreach (var (key, value) in fields)
        {
            if (IsName(key) && FromValue(value) is not ReasoningWish.NotSaid and var wish)
            {
                return wish;
            }
        }

        return ReasoningWish.NotSaid;
    }

    private static bool IsName(string key)
    {
        var name = key.AsSpan(key.LastIndexOf('.') + 1);
        foreach (var known in Names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ReasoningWish FromValue(object? value) =>
        value switch
        {
            null => ReasoningWish.NotSaid,
            string text => FromText(text),
            bool on => on ? ReasoningWish.Asked : ReasoningWish.Declined,
            JsonElement element => FromJson(element),
            JsonNode node => FromJson(JsonElement.Parse(node.ToJsonString())),
            IConvertible number => FromText(number.ToString(CultureInfo.InvariantCulture)),
            IEnumerable<KeyValuePair<string, object?>> members => FromMembers(members),
            _ => ReasoningWish.NotSaid,
        };

    private static ReasoningWish FromJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return FromText(element.GetString());
            case JsonValueKind.True:
                return ReasoningWish.Asked;
            case JsonValueKind.False:
                return ReasoningWish.Declined;
            case JsonValueKind.Number:
                return FromText(element.GetRawText());
            case JsonValueKind.Object:
                foreach (var name in Members)
                {
                    if (
                        element.TryGetProperty(name, out var member)
                        && FromJson(member) is not ReasoningWish.NotSaid and var wish
                    )
                    {
                        return wish;
                    }
                }

                return ReasoningWish.NotSaid;
            default:
                return ReasoningWish.NotSaid;
        }
    }

    private static ReasoningWish FromMembers(IEnumerable<KeyValuePair<string, object?>> members)
    {
        foreach (var (key, value) in members)
        {
            if (
                Members.Contains(key, StringComparer.Ordinal)
                && FromValue(value) is not ReasoningWish.NotSaid and var wish
            )
            {
                return wish;
            }
        }

        return ReasoningWish.NotSaid;
    }

    private static ReasoningWish FromText(string? text) =>
        string.IsNullOrWhiteSpace(text) ? ReasoningWish.NotSaid
        : Off.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) ? ReasoningWish.Declined
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            ? amount == 0 ? ReasoningWish.Declined
                : ReasoningWish.Asked
        : ReasoningWish.Asked;
}
