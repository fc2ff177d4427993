namespace SkRouter.Policies;

/// <summary>
/// Orders a role's candidates for a round trip. Register your own in the container and name it in the role's <c>Policy</c>. It is
/// called once a round trip, from many threads at once, and must be quick.
/// </summary>
public interface IRoutingPolicy
{
    /// <summary>The name by which configuration chooses it.</summary>
    string Name { get; }

    /// <summary>Puts the candidates in order, best first. A candidate that is left out is not used.</summary>
    /// <param name="context">The candidates, and what is known of the task.</param>
    IReadOnlyList<PolicyChoice> Rank(RankingContext context);
}
