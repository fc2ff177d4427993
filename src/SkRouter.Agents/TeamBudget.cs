using SkRouter.Budgets;

namespace SkRouter.Agents;

/// <summary>What a team may spend from a question to its answer.</summary>
/// <param name="Usd">How much, in USD; set aside in the budget of the run around it, if that has one.</param>
public sealed record TeamBudget(decimal Usd)
{
    /// <summary>What happens to members when it is used up.</summary>
    public OnExhausted OnExhausted { get; init; }

    /// <summary>What is set aside of it for single members, by their names, in USD: they can spend that and no more. The others share the rest.</summary>
    public IReadOnlyDictionary<string, decimal> Slices { get; init; } =
        new Dictionary<string, decimal>();
}
