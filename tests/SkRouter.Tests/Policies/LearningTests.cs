using Microsoft.SemanticKernel;
using SkRouter.Catalog;
using SkRouter.TestKit;
using Xunit.Abstractions;

namespace SkRouter.Tests.Policies;

/// <summary>A simulated app with three models whose abilities the router does not know: what it learns from outcomes.</summary>
public sealed class LearningTests(ITestOutputHelper output)
{
    /// <summary>Prices say that "mid" is worse than it is and "large" better.</summary>
    private static readonly (string Key, decimal Price, double Ability)[] Models =
    [
        ("small", 0.6m, -1.0),
        ("mid", 3m, 2.2),
        ("large", 30m, 2.4),
    ];

    [Fact]
    public async Task CheapestAdequate_WithFeedback_RegretFallsWithin500Outcomes()
    {
        var app = new SimulatedApp(seed: 7);

        var first = await app.RunAsync(100);
        await app.RunAsync(300);
        var last = await app.RunAsync(100);

        output.WriteLine(
            FormattableString.Invariant(
                $"mean regret per round trip: first 100 outcomes {first.Regret:0.0000}, outcomes 401-500 {last.Regret:0.0000}; inadequate answers {first.Inadequate:0%} -> {last.Inadequate:0%}"
            )
        );
        last.Regret.ShouldBeLessThan(0.10);
        last.Regret.ShouldBeLessThan(first.Regret);
    }

    [Fact]
    public async Task CheapestAdequate_ModelGetsWorse_IsNoticedWithin100Outcomes()
    {
        var app = new SimulatedApp(seed: 11);
        await app.RunAsync(400);
        var before = app.FavouriteOfLast(100);

        app.Worsen(before, to: -3);
        await app.RunAsync(100);
        var after = app.FavouriteOfLast(20);

        output.WriteLine(
            $"favourite before: {before}, 80 to 100 outcomes after it got worse: {after}"
        );
        after.ShouldNotBe(before);
    }

    private sealed class SimulatedApp
    {
        private const double Adequate = 0.75;

        private readonly Random _random;
        private readonly FixedClassifier _classifier = new(0.5);
        private readonly Kernel _kernel;
        private readonly Dictionary<string, double> _abilities = Models.ToDictionary(
            model => model.Key,
            model => model.Ability
        );
        private readonly List<string> _used = [];
        private int _runs;

        public SimulatedApp(int seed)
        {
            _random = new(seed);
            _kernel = PolicyTests.Kernel(
                _classifier,
                role => role.CheapestAdequate(Adequate),
                [.. Models.Select(model => (model.Key, model.Price))]
            );
        }

        public void Worsen(string model, double to) => _abilities[model] = to;

        public string FavouriteOfLast(int count) =>
            _used.TakeLast(count).GroupBy(model => model).MaxBy(group => group.Count())!.Key;

        /// <summary>Regret: what the choice is worse by than the best one in hindsight, where a good answer is worth 1 and the dearest model costs 0.3.</summary>
        public async Task<(double Regret, double Inadequate)> RunAsync(int count)
        {
            double regret = 0;
            var inadequate = 0;
            for (var i = 0; i < count; i++)
            {
                _classifier.CheapSuffices = 0.2 + (0.6 * _random.NextDouble());
                var difficulty = -Math.Log(
                    _classifier.CheapSuffices / (1 - _classifier.CheapSuffices)
                );
                var record = await PolicyTests.AskAsync(
                    _kernel,
                    FormattableString.Invariant($"run-{_runs++}")
                );
                var chosen = record.Deployment!;
                _used.Add(chosen);
                var chance = ItemResponse.Success(_abilities[chosen], difficulty);
                inadequate += chance < Adequate ? 1 : 0;
                regret +=
                    Models.Max(model => Worth(model.Key, difficulty)) - Worth(chosen, difficulty);
                _kernel
                    .Router()
                    .ReportOutcome(record.Id, _random.NextDouble() < chance ? 1 : 0)
                    .ShouldBeTrue();
            }

            return (regret / count, (double)inadequate / count);
        }

        private double Worth(string model, double difficulty) =>
            ItemResponse.Success(_abilities[model], difficulty)
            - (0.01 * (double)Models.Single(known => known.Key == model).Price);
    }
}
