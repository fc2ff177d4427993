namespace SkRouter.AspNetCore.Access;

/// <summary>How one limit of a key stands.</summary>
/// <param name="Limit">What a minute may hold.</param>
/// <param name="Left">What this one can still take.</param>
/// <param name="Reset">How long until all of it is free again.</param>
internal sealed record KeyStanding(long Limit, long Left, TimeSpan Reset);
