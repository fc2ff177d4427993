namespace SkRouter.Policies;

/// <summary>What is remembered of a conversation.</summary>
/// <param name="Model">The model that served it last.</param>
/// <param name="RoundTrips">How many round trips it has had.</param>
internal sealed record ConversationSoFar(string Model, int RoundTrips);
