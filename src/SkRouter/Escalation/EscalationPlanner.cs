namespace SkRouter.Escalation;

/// <summary>
/// Chooses the plan that gains most over giving a random share of the runs to the stronger model at the same cost, within a budget, on past runs. A run that is given up
/// is taken to begin again, so that both models are paid; where the stronger one goes on with what there is, it costs less.
/// </summary>
internal static class EscalationPlanner
{
    private const int Levels = 14;
    private const int FewestRuns = 8;

    /// <summary>Plans are made for somewhat less than the budget, because new runs are not the past ones.</summary>
    private const double Margin = 0.95;

    private static readonly int[] Starts = [1, 2, 3, 4, 5, 7, 9, int.MaxValue];

    /// <param name="runs">The past runs.</param>
    /// <param name="budget">Most that all runs may cost, as a share of what they would cost with the stronger model alone.</param>
    internal static EscalationPlan Choose(IReadOnlyList<PastRun> runs, double budget)
    {
        if (runs.Count < FewestRuns)
        {
            return EscalationPlan.Never;
        }

        var totals = Totals.Of(runs);
        if (!(totals.StrongCost > totals.Cost))
        {
            return EscalationPlan.Never;
        }

        var during = Quantiles([.. runs.SelectMany(run => run.Chances.SkipLast(1))]);
        var atEnd = Quantiles([.. runs.Select(run => run.Chances[^1])]);
        var longest = runs.Max(run => run.Chances.Length);
        var (best, most) = (EscalationPlan.Never, 0.0);
        foreach (var from in Starts.Where(start => start < longest || start == int.MaxValue))
        {
            foreach (var low in from == int.MaxValue ? [0] : during)
            {
                foreach (var end in atEnd)
                {
                    var plan = new EscalationPlan(from, low, end);
                    if (Gain(runs, totals, plan, budget * Margin) is { } gain && gain > most)
                    {
                        (best, most) = (plan, gain);
                    }
                }
            }
        }

        return best;
    }

    /// <summary>Success above the random mix at the same cost; null if the plan costs more than the budget allows.</summary>
    private static double? Gain(
        IReadOnlyList<PastRun> runs,
        Totals totals,
        EscalationPlan plan,
        double budget
    )
    {
        var (success, cost) = (0.0, 0.0);
        foreach (var run in runs)
        {
            if (plan.SwitchAt(run.Chances) is { } point)
            {
                success += totals.StrongSuccessOf(run);
                cost += totals.StrongCostOf(run) + run.CostUsd[point];
            }
            else
            {
                success += run.Success;
                cost += run.CostUsd[^1];
            }
        }

        if (cost > budget * totals.StrongCost)
        {
            return null;
        }

        var share = (cost - totals.Cost) / (totals.StrongCost - totals.Cost);
        return (success - totals.Success - (share * (totals.StrongSuccess - totals.Success)))
            / runs.Count;
    }

    private static double[] Quantiles(float[] chances)
    {
        if (chances.Length == 0)
        {
            return [0];
        }

        Array.Sort(chances);
        return
        [
            0,
            .. Enumerable
                .Range(1, Levels)
                .Select(i =>
                    (double)chances[(int)((double)i / (Levels + 1) * (chances.Length - 1))]
                )
                .Distinct(),
        ];
    }

    /// <summary>Sums over all runs. What the stronger model would have made of a run that it did not serve is what it made of the others.</summary>
    private sealed record Totals(double Success, double Cost, double UsualSuccess, double UsualCost)
    {
        // Two runs' worth of belief that the stronger model succeeds in four of five.
        private const double PriorRuns = 2;
        private const double PriorSuccess = 0.8;

        public double StrongSuccess { get; private init; }

        public double StrongCost { get; private init; }

        public static Totals Of(IReadOnlyList<PastRun> runs)
        {
            var known = runs.Where(run => !float.IsNaN(run.StrongSuccess)).ToList();
            var priced = runs.Where(run => !float.IsNaN(run.StrongCostUsd)).ToList();
            var totals = new Totals(
                runs.Sum(run => (double)run.Success),
                runs.Sum(run => (double)run.CostUsd[^1]),
                (known.Sum(run => (double)run.StrongSuccess) + (PriorRuns * PriorSuccess))
                    / (known.Count + PriorRuns),
                priced.Count == 0 ? double.NaN : priced.Average(run => (double)run.StrongCostUsd)
            );
            return totals with
            {
                StrongSuccess = runs.Sum(totals.StrongSuccessOf),
                StrongCost = runs.Sum(totals.StrongCostOf),
            };
        }

        public double StrongSuccessOf(PastRun run) =>
            float.IsNaN(run.StrongSuccess) ? UsualSuccess : run.StrongSuccess;

        public double StrongCostOf(PastRun run) =>
            float.IsNaN(run.StrongCostUsd) ? UsualCost : run.StrongCostUsd;
    }
}
