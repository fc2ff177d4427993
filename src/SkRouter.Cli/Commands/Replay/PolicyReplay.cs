namespace SkRouter.Cli.Commands.Replay;

/// <summary>
/// What a policy would have cost and scored on recorded outcomes: every prompt goes through the real router, whose models answer
/// with what was recorded of them.
/// </summary>
internal sealed class PolicyReplay(ReplaySettings settings)
{
    /// <param name="outcomes">In the order in which they happened, which matters where the router learns.</param>
    /// <param name="models">The models that may be chosen.</param>
    /// <param name="progress">Told after every prompt how many are done.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    /// <exception cref="CommandException">There is no such policy, or no prompt has the scores of all models.</exception>
    public async Task<ReplayReport> RunAsync(
        IReadOnlyList<RecordedOutcome> outcomes,
        IReadOnlyList<ReplayModel> models,
        Action<int> progress,
        CancellationToken cancellationToken
    )
    {
        RecordedOutcome[] complete =
        [
            .. outcomes.Where(outcome =>
                models.All(model => outcome.Scores.ContainsKey(model.Name))
            ),
        ];
        if (complete.Length == 0)
        {
            throw new CommandException(
                $"no outcome has the scores of all of {string.Join(", ", models.Select(model => model.Name))}. Give prices only to models that were recorded on the same prompts."
            );
        }

        using var router = new ReplayRouter(settings, models);
        var answers = new List<ReplayedAnswer>(complete.Length);
        foreach (var outcome in complete)
        {
            answers.Add(
                await router
                    .AskAsync(outcome, settings.Learn, cancellationToken)
                    .ConfigureAwait(false)
            );
            progress(answers.Count);
        }

        return Report(outcomes, models, answers, router.Classifier);
    }

    private ReplayReport Report(
        IReadOnlyList<RecordedOutcome> outcomes,
        IReadOnlyList<ReplayModel> models,
        List<ReplayedAnswer> answers,
        string classifier
    )
    {
        var baselines = new ReplayBaselines(answers, models, settings.OutputTokens);
        var (gain, interval) = baselines.GainOverRandom();
        return new()
        {
            Policy = settings.Policy,
            Classifier = classifier,
            Prompts = answers.Count,
            LeftOut = outcomes.Count - answers.Count,
            ModelsLeftOut =
            [
                .. outcomes
                    .SelectMany(outcome => outcome.Scores.Keys)
                    .Except(models.Select(model => model.Name), StringComparer.OrdinalIgnoreCase)
                    .Order(StringComparer.Ordinal),
            ],
            AssumedOutputTokens = settings.OutputTokens,
            Lines = baselines.Lines(settings.Policy),
            Models = baselines.Models(),
            Shares = baselines.Shares,
            GainOverRandom = gain,
            GainInterval = interval,
        };
    }
}
