using SkRouter.Resilience;

namespace SkRouter.Agents.Teams;

/// <summary>One run of a team, from question to answer: what it has used up of what it may.</summary>
internal sealed class TeamRun(TeamDefinition team, TimeProvider time, bool streamed)
{
    private readonly long _began = time.GetTimestamp();
    private int _turns;
    private int _tasks;

    public TeamLimits Limits => team.Limits;

    /// <summary>Whether whoever asked sees answers as they come.</summary>
    public bool Streamed => streamed;

    /// <summary>How many turns of members the rounds come to; null where the shape itself has an end.</summary>
    public int? MostTurns =>
        team.Shape is TeamShape.Handoff ? Limits.Rounds * team.Members.Count : null;

    /// <summary>How many tasks a planner may give.</summary>
    public int MostTasks => Limits.Rounds * (team.Members.Count - 1);

    /// <summary>Called before a member's model is asked. A running tool is never cut off: time is looked at between calls.</summary>
    public void CheckTime()
    {
        if (time.GetElapsedTime(_began) > TimeSpan.FromMinutes(Limits.Minutes))
        {
            throw new RouterException(
                RouterErrorCode.TeamLimitReached,
                FormattableString.Invariant(
                    $"{team.Place}: the team '{team.Name}' has worked for more than the {Limits.Minutes} minutes that its limits allow. Raise limits.minutes, or ask for less."
                )
            );
        }
    }

    public void BeginTurn()
    {
        if (MostTurns is { } most && Interlocked.Increment(ref _turns) > most)
        {
            throw new RouterException(
                RouterErrorCode.TeamLimitReached,
                FormattableString.Invariant(
                    $"{team.Place}: the members of team '{team.Name}' have handed over to each other {most} times without an answer. Raise limits.rounds, or say in the instructions who answers what."
                )
            );
        }
    }

    /// <returns>False if the planner has given as many tasks as it may.</returns>
    public bool TakeTask() => Interlocked.Increment(ref _tasks) <= MostTasks;
}
