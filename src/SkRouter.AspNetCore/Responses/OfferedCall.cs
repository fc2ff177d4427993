namespace SkRouter.AspNetCore.Responses;

/// <summary>Describes what a call of an offered tool looks like in the protocol.</summary>
/// <param name="Function">The name of the function that stands for the tool.</param>
/// <param name="Type">The type of its call items.</param>
/// <param name="Name">The tool's own name.</param>
/// <param name="Namespace">The group that the tool is in; null if it is in none.</param>
internal sealed record OfferedCall(string Function, string Type, string Name, string? Namespace);
