namespace SkRouter.Loops;

/// <summary>A key of tool calls in one line of the app's set-up.</summary>
internal sealed class DelegateToolCallKey(
    string tool,
    Func<IReadOnlyDictionary<string, object?>, string?> key
) : IToolCallKey
{
    public string Tool => tool;

    public string? KeyOf(IReadOnlyDictionary<string, object?> arguments) => key(arguments);
}
