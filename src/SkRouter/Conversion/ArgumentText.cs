namespace SkRouter.Conversion;

/// <summary>
/// The arguments of a streamed tool call as the model wrote them. Semantic Kernel turns every argument into text for functions and filters,
/// so the call keeps the JSON for the next request beside it.
/// </summary>
/// <param name="Json">The JSON; empty for a call without arguments.</param>
internal sealed record ArgumentText(string Json);
