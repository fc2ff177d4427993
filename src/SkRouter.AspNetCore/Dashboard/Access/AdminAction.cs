namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>An administrative write that is about to be made.</summary>
/// <param name="Action">What it is, such as <c>budget.set</c>.</param>
/// <param name="Target">What it is made to.</param>
/// <param name="Before">How that stands; null if there is nothing.</param>
/// <param name="After">How it will stand; null if nothing will be left.</param>
internal sealed record AdminAction(string Action, string Target, string? Before, string? After);
