namespace SkRouter.Checking;

/// <summary>The result of one attempt at a piece of work.</summary>
/// <param name="Value">What the work returned.</param>
/// <param name="Text">The same as text.</param>
/// <param name="Attempt">The attempt that made it.</param>
public sealed record WorkResult(object? Value, string Text, WorkAttempt Attempt);
