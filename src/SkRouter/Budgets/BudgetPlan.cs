using SkRouter.Catalog;
using SkRouter.Pipeline;

namespace SkRouter.Budgets;

/// <summary>What a round trip wants of the budgets that it falls under, as its route stands.</summary>
internal sealed class BudgetPlan
{
    private readonly ModelInvocationContext _context;
    private readonly WorstCase _worstCase;

    public BudgetPlan(
        ModelInvocationContext context,
        WorstCase worstCase,
        IReadOnlyList<Budget> budgets
    )
    {
        _context = context;
        _worstCase = worstCase;
        var first = context.Route!.Candidates[0].Deployment;
        LeastUsd = worstCase.Attempt(context, first) ?? 0;
        MostUsd = Math.Max(LeastUsd, context.WorstCaseUsd ?? 0);
        Lines = [.. budgets.Select(Line)];
    }

    /// <summary>The first attempt at worst.</summary>
    public decimal LeastUsd { get; }

    /// <summary>Every attempt that may follow at worst.</summary>
    public decimal MostUsd { get; }

    public IReadOnlyList<BudgetLine> Lines { get; }

    /// <summary>The deployment that a budget is for; null if it is for more.</summary>
    public static string? DeploymentOf(Budget budget) =>
        budget.Scope.Kind is BudgetScopeKind.Deployment ? budget.Scope.Name : null;

    /// <summary>What one budget had to give at least.</summary>
    public decimal LeastOf(Budget budget)
    {
        foreach (var line in Lines)
        {
            if (line.Budget == budget)
            {
                return line.LeastUsd;
            }
        }

        return LeastUsd;
    }

    /// <summary>What the budgets that keep their limits have given.</summary>
    public List<HeldShare> Shares(BudgetGrant grant)
    {
        var shares = new List<HeldShare>();
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Lines[i].Budget.Holds)
            {
                shares.Add(new(DeploymentOf(Lines[i].Budget), grant.HeldUsd[i], grant.States[i]));
            }
        }

        return shares;
    }

    private BudgetLine Line(Budget budget)
    {
        if (DeploymentOf(budget) is not { } key)
        {
            return new(budget, LeastUsd, MostUsd);
        }

        var deployment = Find(key);
        var attempt = deployment is null ? 0 : _worstCase.Attempt(_context, deployment) ?? 0;
        return new(
            budget,
            attempt,
            attempt * (deployment is null ? 0 : WorstCase.Tries(_context, deployment))
        );
    }

    private Deployment? Find(string key) =>
        Reachable(_context)
            .FirstOrDefault(deployment =>
                deployment.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Whom a round trip may ask, special chains included.</summary>
    public static IEnumerable<Deployment> Reachable(ModelInvocationContext context) =>
        context
            .Route!.Candidates.Select(candidate => candidate.Deployment)
            .Concat(context.RoleModel.ContextWindowFallBackTo)
            .Concat(context.RoleModel.ContentFilterFallBackTo)
            .Distinct();
}
