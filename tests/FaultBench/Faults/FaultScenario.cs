using SkRouter.DependencyInjection;
using SkRouter.FaultBench.Running;
using SkRouter.Resilience;

namespace SkRouter.FaultBench.Faults;

/// <summary>One fault of the first provider, how the role is set up, and what must come of it.</summary>
internal sealed record FaultScenario(string Name, Action<Providers> Arrange)
{
    /// <summary>The role's settings; without it the second provider is the fallback.</summary>
    public Action<RoleBuilder> Configure { get; init; } =
        static role => role.FallBackTo(Providers.Beta);

    /// <summary>The fault exists in streams only.</summary>
    public bool StreamedOnly { get; init; }

    /// <summary>In streams the fault is another row.</summary>
    public bool PlainOnly { get; init; }

    public string Prompt { get; init; } = "What happened to the order of the second of May?";

    public bool WithTools { get; init; }

    /// <summary>The error that the caller must get; null if the caller must get the whole answer.</summary>
    public RouterErrorCode? Error { get; init; }

    /// <summary>The model that must serve; null where either may.</summary>
    public string? ServedBy { get; init; }

    /// <summary>How many requests the first provider may see at most.</summary>
    public int MostPrimary { get; init; } = 1;

    public int MostFallback { get; init; } = 1;

    /// <summary>The caller may not wait for longer.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where a plain answer takes another time than the beginning of a stream.</summary>
    public TimeSpan? PlainWithin { get; init; }

    /// <summary>No two requests to the first provider may lie closer together; zero where it does not matter.</summary>
    public TimeSpan Politeness { get; init; }
}
