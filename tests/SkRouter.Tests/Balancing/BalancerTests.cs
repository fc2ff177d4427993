using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Spend;
using Xunit.Abstractions;

namespace SkRouter.Tests.Balancing;

public sealed class BalancerTests(ITestOutputHelper output)
{
    private const int Draws = 20_000;
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Weighted_ManyDraws_FollowsTheWeights()
    {
        var deployments = Make(1, 2, 7);

        var firsts = Firsts(new WeightedBalancer(new Random(1).NextDouble), deployments);

        // Four standard deviations of a binomial draw are at most 0.0141.
        (firsts[0] / (double)Draws).ShouldBe(0.1, 0.015);
        (firsts[1] / (double)Draws).ShouldBe(0.2, 0.015);
        (firsts[2] / (double)Draws).ShouldBe(0.7, 0.015);
    }

    [Fact]
    public void LeastBusy_EqualLoad_DrawsEvenly_AndUnequalLoad_TakesTheLeast()
    {
        var deployments = Make(1, 1, 1);
        var balancer = new LeastBusyBalancer(new Random(1).NextDouble);

        Firsts(balancer, deployments)
            .ShouldAllBe(count => Math.Abs((count / (double)Draws) - (1 / 3.0)) < 0.015);

        deployments[0].Health.TryEnter(forced: false, 0);
        deployments[2].Health.TryEnter(forced: false, 0);
        Firsts(balancer, deployments)[1].ShouldBe(Draws);
    }

    [Fact]
    public void LeastBusy_DoubleWeight_TakesTwiceTheCallsUnderWay()
    {
        var deployments = Make(2, 1);
        deployments[0].Health.TryEnter(forced: false, 0);
        deployments[1].Health.TryEnter(forced: false, 0);

        Firsts(new LeastBusyBalancer(new Random(1).NextDouble), deployments)[0]
            .ShouldBeGreaterThan(Draws * 3 / 4);
    }

    [Fact]
    public void LowestLatency_TwoReplicas_TakesTheFasterUntilTheSlowOneHasFaded()
    {
        var deployments = Make(1, 1);
        var balancer = new LowestLatencyBalancer(new Random(1).NextDouble);
        deployments[0].Health.Latency.Streamed.Add(TimeSpan.FromSeconds(10));
        deployments[1].Health.Latency.Streamed.Add(TimeSpan.FromSeconds(1));
        Firsts(balancer, deployments)[1].ShouldBe(Draws);

        // The slow one was only ever asked again if somebody gave it a sample, and nobody did.
        _time.Advance(TimeSpan.FromSeconds(30));
        deployments[1].Health.Latency.Streamed.Add(TimeSpan.FromSeconds(1));

        Firsts(balancer, deployments)[0].ShouldBe(Draws);
    }

    [Fact]
    public void LowestPrice_WarmCache_MakesTheDearerOneCheaper()
    {
        var cheap = Make(
            "cheap",
            new()
            {
                Version = "test",
                CacheWrite = 1,
                Input = 1,
                Output = 1,
                CacheRead = 1,
            }
        );
        var cached = Make(
            "cached",
            new()
            {
                Version = "test",
                CacheWrite = 1,
                Input = 1.2m,
                Output = 1,
                CacheRead = 0.12m,
            }
        );
        var balancer = new LowestPriceBalancer(new Random(1).NextDouble);
        balancer.Order([cheap, cached])[0].ShouldBe(cheap);

        for (var call = 0; call < 20; call++)
        {
            cached.Health.Learn(
                new(),
                100,
                new TokenUsage { InputTokens = 100, CacheReadTokens = 90 }
            );
        }

        balancer.Order([cheap, cached])[0].ShouldBe(cached);
    }

    [Fact]
    public void Order_OneReplicaIsTenTimesSlower_LeastBusyAndLatencyBeatRandomAtP99()
    {
        const int Calls = 20_000;
        var random = P99(Calls, draw => new WeightedBalancer(draw));
        var leastBusy = P99(Calls, draw => new LeastBusyBalancer(draw));
        var latency = P99(Calls, draw => new LowestLatencyBalancer(draw));
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"p99 of {Calls} calls, 4 replicas, one ten times slower: random {random:0.0} s, least busy {leastBusy:0.0} s, lowest latency {latency:0.0} s"
            )
        );

        leastBusy.ShouldBeLessThan(random / 1.5);
        latency.ShouldBeLessThan(random / 3);
    }

    private static double P99(int calls, Func<Func<double>, IDeploymentBalancer> make) =>
        new ReplicaSimulation(make, seed: 42).Run(calls)[(int)(calls * 0.99)];

    private static int[] Firsts(IDeploymentBalancer balancer, List<Deployment> deployments)
    {
        var firsts = new int[deployments.Count];
        for (var draw = 0; draw < Draws; draw++)
        {
            firsts[deployments.IndexOf(balancer.Order(deployments)[0])]++;
        }

        return firsts;
    }

    private List<Deployment> Make(params double[] weights) =>
        [
            .. weights.Select(
                (weight, i) =>
                    new Deployment(
                        string.Create(CultureInfo.InvariantCulture, $"d{i}"),
                        "model",
                        new() { Weight = weight }
                    )
                    {
                        Health = new DeploymentHealth(new DeploymentOptions(), _time),
                    }
            ),
        ];

    private Deployment Make(string key, ModelPrice price) =>
        new(key, "model", new())
        {
            Price = price,
            Health = new DeploymentHealth(new DeploymentOptions(), _time),
        };
}
