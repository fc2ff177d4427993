namespace SkRouter.Effects;

/// <summary>What is recorded of one tool call with effects.</summary>
/// <param name="Key">Identifies the logical call, also across restarts.</param>
/// <param name="Tool">The tool.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Result">Its result, or what it said when it failed; null before.</param>
public sealed record EffectEntry(string Key, string Tool, EffectState State, string? Result);
