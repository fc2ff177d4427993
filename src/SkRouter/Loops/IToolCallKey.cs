using SkRouter.DependencyInjection;

namespace SkRouter.Loops;

/// <summary>
/// Says which calls of a tool count as the same. Register your own in the container; a tool without one goes by all of its arguments, less
/// those that <see cref="LoopToolOptions.IgnoreArguments"/> names.
/// </summary>
public interface IToolCallKey
{
    /// <summary>The tool: <c>Function</c>, or <c>Plugin_Function</c>.</summary>
    string Tool { get; }

    /// <summary>The key of one call: calls with the same key count as the same.</summary>
    /// <param name="arguments">The arguments as the model wrote them: text, numbers, JSON elements.</param>
    /// <returns>The key; null if this call must not be held against the agent.</returns>
    string? KeyOf(IReadOnlyDictionary<string, object?> arguments);
}
