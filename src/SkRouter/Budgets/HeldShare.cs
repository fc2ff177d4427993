namespace SkRouter.Budgets;

/// <summary>What one budget that keeps its limit holds for a round trip.</summary>
/// <param name="Deployment">Only attempts at this deployment count; null for all.</param>
/// <param name="HeldUsd">How much, in USD.</param>
/// <param name="Full">How the budget stood, for the error where it turns out too little.</param>
internal sealed record HeldShare(string? Deployment, decimal HeldUsd, BudgetState Full)
{
    public bool IsOf(string deployment) =>
        Deployment is null || Deployment.Equals(deployment, StringComparison.OrdinalIgnoreCase);
}
