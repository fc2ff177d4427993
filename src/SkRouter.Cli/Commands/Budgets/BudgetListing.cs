using SkRouter.Budgets;

namespace SkRouter.Cli.Commands.Budgets;

/// <summary>One budget, as it is listed.</summary>
internal sealed record BudgetListing
{
    public required string Scope { get; init; }

    public required string Window { get; init; }

    public required decimal LimitUsd { get; init; }

    public required decimal SpentUsd { get; init; }

    public required decimal ReservedUsd { get; init; }

    public required decimal RemainingUsd { get; init; }

    public required DateTimeOffset? ResetsAt { get; init; }

    public required BudgetAction Action { get; init; }

    public required bool Shadow { get; init; }

    /// <summary>Set in the file, and not by an app.</summary>
    public required bool SetInFile { get; init; }

    public static BudgetListing Of(BudgetState state, bool isSet) =>
        new()
        {
            Scope = ScopeText.Of(state.Budget.Scope),
            Window = state.Budget.Window.ToString(),
            LimitUsd = state.Budget.LimitUsd,
            SpentUsd = state.SpentUsd,
            ReservedUsd = state.ReservedUsd,
            RemainingUsd = state.RemainingUsd,
            ResetsAt = state.ResetsAt,
            Action = state.Budget.Action,
            Shadow = state.Budget.Shadow,
            SetInFile = isSet,
        };
}
