using SkRouter.Spend;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>Compares a policy's answers with what else could have been done on the same prompts.</summary>
internal sealed class ReplayBaselines
{
    private const double Normal95 = 1.96;

    private readonly IReadOnlyList<ReplayedAnswer> _answers;
    private readonly IReadOnlyList<ReplayModel> _models;
    private readonly Dictionary<string, double> _shares;
    private readonly decimal[][] _costs;
    private readonly int _cheap;
    private readonly int _strong;

    public ReplayBaselines(
        IReadOnlyList<ReplayedAnswer> answers,
        IReadOnlyList<ReplayModel> models,
        long outputTokens
    )
    {
        _answers = answers;
        _models = models;
        _costs = [.. models.Select(model => Costs(model, answers, outputTokens))];
        _cheap = Enumerable.Range(0, models.Count).MinBy(i => _costs[i].Sum());
        _strong = Enumerable.Range(0, models.Count).MaxBy(i => _costs[i].Sum());
        _shares = models.ToDictionary(
            model => model.Name,
            model => (double)answers.Count(answer => Is(answer.Model, model)) / answers.Count,
            StringComparer.OrdinalIgnoreCase
        );
    }

    public IReadOnlyDictionary<string, double> Shares => _shares;

    public IReadOnlyList<ReplayLine> Lines(string policy) =>
        [
            Placed(
                policy,
                [.. _answers.Select(answer => answer.Score)],
                _answers.Sum(answer => answer.CostUsd),
                _shares[_models[_strong].Name]
            ),
            Always(_cheap, $"always cheap ({_models[_cheap].Name})"),
            Always(_strong, $"always strong ({_models[_strong].Name})"),
            Random(),
            Oracle(),
        ];

    public IReadOnlyList<ReplayLine> Models() =>
        [
            .. Enumerable
                .Range(0, _models.Count)
                .OrderBy(i => _costs[i].Sum())
                .Select(i => Always(i, _models[i].Name)),
        ];

    /// <summary>Mean difference to random with the same shares, prompt by prompt, and half its 95 % interval.</summary>
    public (double Mean, double Interval) GainOverRandom() =>
        MeanOf([.. _answers.Select(answer => answer.Score - Expected(answer))]);

    private ReplayLine Always(int model, string name) =>
        Placed(
            name,
            [.. _answers.Select(answer => answer.Outcome.Scores[_models[model].Name])],
            _costs[model].Sum(),
            model == _strong ? 1 : 0
        );

    // What a coin with the policy's shares comes to on average: no coin has to be thrown.
    private ReplayLine Random() =>
        Placed(
            "random, same shares",
            [.. _answers.Select(Expected)],
            _models.Select((model, i) => (decimal)_shares[model.Name] * _costs[i].Sum()).Sum(),
            _shares[_models[_strong].Name]
        ) with
        {
            ScoreInterval = null,
        };

    private ReplayLine Oracle()
    {
        var scores = new double[_answers.Count];
        decimal cost = 0;
        var strong = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var best = Enumerable
                .Range(0, _models.Count)
                .OrderByDescending(model => _answers[i].Outcome.Scores[_models[model].Name])
                .ThenBy(model => _costs[model][i])
                .First();
            scores[i] = _answers[i].Outcome.Scores[_models[best].Name];
            cost += _costs[best][i];
            strong += best == _strong ? 1 : 0;
        }

        return Placed(
            "oracle (cheapest of the best)",
            scores,
            cost,
            (double)strong / scores.Length
        );
    }

    private ReplayLine Placed(string name, double[] scores, decimal cost, double strongShare)
    {
        var (mean, interval) = MeanOf(scores);
        var cheap = MeanScore(_cheap);
        var gap = MeanScore(_strong) - cheap;
        return new()
        {
            Name = name,
            Score = mean,
            ScoreInterval = interval,
            CostUsd = cost,
            StrongShare = strongShare,
            GapRecovered = gap == 0 ? double.NaN : (mean - cheap) / gap,
        };
    }

    private double MeanScore(int model) =>
        _answers.Average(answer => answer.Outcome.Scores[_models[model].Name]);

    private double Expected(ReplayedAnswer answer) =>
        _models.Sum(model => _shares[model.Name] * answer.Outcome.Scores[model.Name]);

    private static (double Mean, double Interval) MeanOf(double[] values)
    {
        var mean = values.Average();
        var variance =
            values.Length > 1
                ? values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)
                : 0;
        return (mean, Normal95 * Math.Sqrt(variance / values.Length));
    }

    private static decimal[] Costs(
        ReplayModel model,
        IReadOnlyList<ReplayedAnswer> answers,
        long outputTokens
    ) =>
        [
            .. answers.Select(answer =>
                CostCalculator
                    .Compute(
                        new() { InputTokens = answer.InputTokens, OutputTokens = outputTokens },
                        model.Price,
                        answer.StartedAt
                    )
                    .Total
            ),
        ];

    private static bool Is(string name, ReplayModel model) =>
        name.Equals(model.Name, StringComparison.OrdinalIgnoreCase);
}
