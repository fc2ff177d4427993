namespace SkRouter.Budgets;

/// <summary>Whose spend a budget limits.</summary>
/// <param name="Kind">What the name names.</param>
/// <param name="Name">
/// The role, agent, run, tenant or deployment, or <c>key=value</c> for a tag; empty for everything. <c>*</c> (for a tag
/// <c>key=*</c>) gives each one that has no budget of its own a budget to itself.
/// </param>
public readonly record struct BudgetScope(BudgetScopeKind Kind, string Name)
{
    private const string Each = "*";

    /// <summary>Whether it stands for each one of its kind.</summary>
    internal bool IsEach =>
        Kind switch
        {
            BudgetScopeKind.All => false,
            BudgetScopeKind.Tag => Name.EndsWith("=*", StringComparison.Ordinal),
            _ => Name == Each,
        };

    /// <summary>What is wrong with it; null if nothing is.</summary>
    internal string? Fault =>
        !Enum.IsDefined(Kind) ? FormattableString.Invariant($"there is no scope {(int)Kind}")
        : Kind is BudgetScopeKind.All
            ? string.IsNullOrEmpty(Name) ? null
                : "a budget for everything has no name"
        : string.IsNullOrWhiteSpace(Name)
            ? $"a budget for a {Kind} needs its name, or * for each one"
        : Kind is BudgetScopeKind.Tag && Name.IndexOf('=', StringComparison.Ordinal) < 1
            ? $"a budget for a Tag is named key=value or key=*, not '{Name}'"
        : null;

    /// <inheritdoc/>
    public override string ToString() =>
        Kind is BudgetScopeKind.All ? "everything"
        : IsEach ? $"each {Kind} '{Name}'"
        : $"{Kind} '{Name}'";

    /// <summary>The scope that stands for each one like this.</summary>
    internal BudgetScope ToEach() =>
        Kind is BudgetScopeKind.Tag
            ? new(Kind, Name[..(Name.IndexOf('=', StringComparison.Ordinal) + 1)] + Each)
            : new(Kind, Each);

    /// <summary>Whether it stands for the other one, among others.</summary>
    internal bool StandsFor(BudgetScope other) =>
        IsEach && other.Kind == Kind && other.ToEach().Name == Name;
}
