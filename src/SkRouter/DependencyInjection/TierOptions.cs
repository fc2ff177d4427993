namespace SkRouter.DependencyInjection;

/// <summary>A tier of a role under a name of your own, such as <c>small</c>, <c>medium</c>, <c>large</c>.</summary>
public sealed class TierOptions
{
    /// <summary>It serves tasks from this difficulty on, 0 to 1, up to where the next tier begins.</summary>
    public double From { get; set; }

    /// <summary>Its candidates in order.</summary>
    public IList<string> Models { get; } = [];
}
