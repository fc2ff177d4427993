namespace SkRouter.Budgets;

/// <summary>What a budget gives to a reservation. Every store goes by this one rule.</summary>
internal static class BudgetShare
{
    /// <returns>USD; null if it is not enough.</returns>
    public static decimal? Of(BudgetLine line, decimal spentUsd, decimal reservedUsd)
    {
        if (!line.Budget.Holds)
        {
            return line.MostUsd;
        }

        var left = line.Budget.LimitUsd - spentUsd - reservedUsd;
        return left < line.LeastUsd ? null : Math.Min(line.MostUsd, left);
    }
}
