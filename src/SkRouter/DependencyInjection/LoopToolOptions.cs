namespace SkRouter.DependencyInjection;

/// <summary>What makes two calls of one tool the same.</summary>
public sealed class LoopToolOptions
{
    /// <summary>Calls of this tool are never held against the agent, e.g. because it waits for something.</summary>
    public bool Exempt { get; set; }

    /// <summary>Arguments that do not matter, e.g. a request id that the model invents.</summary>
    public IList<string> IgnoreArguments { get; } = [];
}
