namespace SkRouter.Loops;

/// <summary>A stronger model that an agent asked for and was granted.</summary>
/// <param name="Reason">Why, in the agent's words.</param>
/// <param name="Step">How far up: each request of an agent goes one step further.</param>
/// <param name="Left">For how many more round trips.</param>
internal readonly record struct StrongerRequest(string Reason, int Step, int Left);
