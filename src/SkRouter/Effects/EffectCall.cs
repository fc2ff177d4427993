namespace SkRouter.Effects;

/// <summary>One logical call of a tool with effects.</summary>
/// <param name="Key">Identifies it, also across restarts; fit for an <c>Idempotency-Key</c> header.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record EffectCall(
    string Key,
    string Tool,
    IReadOnlyDictionary<string, object?> Arguments
)
{
    private static readonly AsyncLocal<EffectCall?> Running = new();

    /// <summary>The call that runs now; null outside of a tool whose effects are recorded.</summary>
    public static EffectCall? Current => Running.Value;

    /// <summary>Makes this the call that runs, until the calling method returns.</summary>
    internal void Enter() => Running.Value = this;
}
