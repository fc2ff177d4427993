using System.Globalization;

namespace SkRouter.Benchmarks.Gateway;

/// <summary>What is measured, and for how long.</summary>
internal sealed record BenchmarkPlan
{
    public const string Usage =
        "gateway [--quick] [--only throughput,latency,first-token,prompts,streams,failing,memory] [--servers upstream,forwarder,yarp,skrouter,skrouter-group-commit] [--rounds N]";

    public static readonly string[] AllMeasures =
    [
        "throughput",
        "latency",
        "first-token",
        "prompts",
        "streams",
        "failing",
        "memory",
    ];

    public static readonly string[] AllServers =
    [
        "upstream",
        "forwarder",
        "yarp",
        "skrouter",
        "skrouter-group-commit",
    ];

    public IReadOnlyList<string> Measures { get; init; } = AllMeasures;

    public IReadOnlyList<string> Servers { get; init; } =
    ["upstream", "forwarder", "yarp", "skrouter"];

    /// <summary>Every server has a turn in each; the figures are medians over them.</summary>
    public int Rounds { get; init; } = 7;

    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan MemoryLoad { get; init; } = TimeSpan.FromMinutes(1);

    public static BenchmarkPlan? Parse(string[] args)
    {
        var plan = new BenchmarkPlan();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--quick":
                    plan = plan with
                    {
                        Rounds = 3,
                        Turn = TimeSpan.FromSeconds(1),
                        MemoryLoad = TimeSpan.FromSeconds(10),
                    };
                    break;
                case "--only" when Known(value, AllMeasures) is { } measures:
                    plan = plan with { Measures = measures };
                    i++;
                    break;
                case "--servers" when Known(value, AllServers) is { } servers:
                    plan = plan with { Servers = servers };
                    i++;
                    break;
                case "--rounds"
                    when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds)
                        && rounds > 0:
                    plan = plan with { Rounds = rounds };
                    i++;
                    break;
                default:
                    return null;
            }
        }

        return plan;
    }

    private static string[]? Known(string value, IReadOnlyList<string> all)
    {
        var names = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(all.Contains) ? names : null;
    }
}
