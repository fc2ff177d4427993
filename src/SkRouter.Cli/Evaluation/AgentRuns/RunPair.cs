namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>A model that runs begin with, and the stronger one that may run them again.</summary>
internal sealed record RunPair(string Source, string Start, string To)
{
    /// <summary>
    /// The pairs of a source: the model that succeeds most, and the most expensive one if it is another, each with every model that costs less and succeeds less.
    /// </summary>
    internal static IReadOnlyList<RunPair> Of(string source, IEnumerable<AgentRun> runs)
    {
        var models = runs.GroupBy(run => run.Model, StringComparer.Ordinal)
            .Select(model =>
                (
                    Name: model.Key,
                    Success: model.Average(run => run.Success),
                    Cost: model.Average(run => run.CostUsd)
                )
            )
            .OrderByDescending(model => model.Success)
            .ThenBy(model => model.Cost)
            .ToArray();
        var targets = new[] { models[0], models.MaxBy(model => model.Cost) };
        return
        [
            .. targets
                .Distinct()
                .SelectMany(to =>
                    models
                        .Where(start => start.Cost < to.Cost / 2 && start.Success < to.Success)
                        .Select(start => new RunPair(source, start.Name, to.Name))
                ),
        ];
    }
}
