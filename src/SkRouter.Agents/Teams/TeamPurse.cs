using SkRouter.Budgets;
using SkRouter.Routing;

namespace SkRouter.Agents.Teams;

/// <summary>The money of a team from a question to its answer, with what is set aside of it for single members.</summary>
internal sealed class TeamPurse : IDisposable
{
    private readonly RouterRun _run;
    private readonly List<RouterRun> _slices = [];

    private TeamPurse(RouterRun run) => _run = run;

    /// <returns>Null if the team has no budget of its own.</returns>
    /// <exception cref="BudgetExceededException">What is around the team has not that much left.</exception>
    public static TeamPurse? Open(TeamDefinition team, ModelRouter router, string run)
    {
        if (team.Limits.Budget is not { } budget)
        {
            return null;
        }

        var purse = new TeamPurse(router.BeginRun(team.Name, budget.Usd, budget.OnExhausted, run));
        try
        {
            foreach (var (member, usd) in budget.Slices)
            {
                purse._slices.Add(purse._run.Slice(member, usd));
            }

            return purse;
        }
        catch
        {
            purse.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var slice in _slices)
        {
            slice.Dispose();
        }

        _run.Dispose();
    }
}
