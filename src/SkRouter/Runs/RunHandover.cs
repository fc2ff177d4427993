using SkRouter.Pipeline;

namespace SkRouter.Runs;

/// <summary>That the work of a run went on with another agent.</summary>
/// <param name="From">The last round trip before it; null at the beginning of the run.</param>
/// <param name="To">The first round trip after it.</param>
public sealed record RunHandover(DecisionRecord? From, DecisionRecord To);
