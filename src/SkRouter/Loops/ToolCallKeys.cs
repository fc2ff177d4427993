using System.Collections.Frozen;

namespace SkRouter.Loops;

/// <summary>Which tool calls count as the same.</summary>
internal sealed class ToolCallKeys(IEnumerable<IToolCallKey> selectors)
{
    private readonly FrozenDictionary<string, IToolCallKey> _selectors = selectors
        .GroupBy(selector => LoopToolRule.Plain(selector.Tool), StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(
            group => group.Key,
            group => group.Last(),
            StringComparer.OrdinalIgnoreCase
        );

    /// <returns>Null for a call that must not be held against the agent.</returns>
    public string? KeyOf(ToolExchange call, LoopRules rules)
    {
        var name = LoopToolRule.Plain(call.Tool);
        var rule = Find(rules.Tools, name, call.Function);
        if (rule is { Exempt: true })
        {
            return null;
        }

        if (Find(_selectors, name, call.Function) is { } selector)
        {
            return selector.KeyOf(call.Arguments) is { } key ? name + '\n' + key : null;
        }

        var arguments = rule is { Ignored.Count: > 0 }
            ? call.Arguments.Where(argument => !rule.Ignored.Contains(argument.Key))
            : call.Arguments;
        return name + '\n' + CanonicalText.Of(arguments);
    }

    private static T? Find<T>(FrozenDictionary<string, T> known, string name, string function)
        where T : class =>
        known.Count == 0 ? null
        : known.TryGetValue(name, out var found) ? found
        : known.GetValueOrDefault(LoopToolRule.Plain(function));
}
