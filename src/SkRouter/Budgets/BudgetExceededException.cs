using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.Budgets;

/// <summary>A budget does not allow a round trip, or a further attempt of it: its worst case does not fit into what is left.</summary>
public sealed class BudgetExceededException : RouterException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="state">How the budget stands.</param>
    /// <param name="worstCaseUsd">What was needed at least, in USD.</param>
    /// <param name="attempts">The attempts that were made.</param>
    public BudgetExceededException(
        BudgetState state,
        decimal worstCaseUsd,
        IReadOnlyList<Attempt>? attempts = null
    )
        : base(RouterErrorCode.BudgetExceeded, Describe(state, worstCaseUsd), attempts)
    {
        State = state;
        WorstCaseUsd = worstCaseUsd;
    }

    /// <summary>The budget, what it has spent and holds, and when it begins anew.</summary>
    public BudgetState State { get; }

    /// <summary>What was needed at least, in USD: one attempt at worst.</summary>
    public decimal WorstCaseUsd { get; }

    private static string Describe(BudgetState state, decimal worstCaseUsd)
    {
        ArgumentNullException.ThrowIfNull(state);
        return $"The budget of {state.Budget.Scope} does not allow the call: {state.InWords}. The call needs {UsdText.Of(worstCaseUsd)} USD at worst. Raise the budget, wait, or ask for fewer output tokens.";
    }
}
