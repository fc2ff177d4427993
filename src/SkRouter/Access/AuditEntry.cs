namespace SkRouter.Access;

/// <summary>Represents one administrative action, as the audit log keeps it.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Who">Who did it: a signed-in session and its address, or a user of the command line.</param>
/// <param name="Action">What was done, such as <c>budget.set</c>.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Before">How that stood before; null if there was nothing.</param>
/// <param name="After">How it stands since; null if nothing is left.</param>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Who,
    string Action,
    string Target,
    string? Before,
    string? After
);
