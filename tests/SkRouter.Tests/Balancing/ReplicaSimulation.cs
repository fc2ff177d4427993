using Microsoft.Extensions.Time.Testing;
using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;

namespace SkRouter.Tests.Balancing;

/// <summary>Calls at random moments to replicas of one model, of which the last is slow; a discrete simulation in fake time.</summary>
internal sealed class ReplicaSimulation
{
    private const int Replicas = 4;
    private const double FastSeconds = 0.5;
    private const double SlowSeconds = 5;
    private const double CallsPerSecond = 8;

    private readonly FakeTimeProvider _time = new();
    private readonly Random _random;
    private readonly IDeploymentBalancer _balancer;
    private readonly List<Deployment> _deployments;
    private readonly PriorityQueue<(Deployment Deployment, double Took), double> _underWay = new();

    public ReplicaSimulation(Func<Func<double>, IDeploymentBalancer> make, int seed)
    {
        _random = new(seed);
        _balancer = make(_random.NextDouble);
        _deployments =
        [
            .. Enumerable
                .Range(0, Replicas)
                .Select(i => new Deployment(
                    "r" + i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    "model",
                    new()
                )
                {
                    Health = new DeploymentHealth(new DeploymentOptions(), _time),
                }),
        ];
    }

    /// <returns>How long the calls took, in seconds, sorted.</returns>
    public double[] Run(int calls)
    {
        var took = new List<double>(calls);
        var now = 0.0;
        for (var call = 0; call < calls; call++)
        {
            now += Exponential(1 / CallsPerSecond);
            Finish(until: now);
            Advance(to: now);
            var chosen = _balancer.Order(_deployments)[0];
            chosen.Health.TryEnter(forced: false, tokens: 0);
            var slow = ReferenceEquals(chosen, _deployments[^1]);
            var seconds = Exponential(slow ? SlowSeconds : FastSeconds);
            took.Add(seconds);
            _underWay.Enqueue((chosen, seconds), now + seconds);
        }

        return [.. took.Order()];
    }

    private void Finish(double until)
    {
        while (_underWay.TryPeek(out var call, out var at) && at <= until)
        {
            _underWay.Dequeue();
            Advance(at);
            call.Deployment.Health.Latency.Streamed.Add(TimeSpan.FromSeconds(call.Took));
            call.Deployment.Health.Leave();
        }
    }

    private void Advance(double to)
    {
        var target = _time.Start + TimeSpan.FromSeconds(to);
        if (target > _time.GetUtcNow())
        {
            _time.SetUtcNow(target);
        }
    }

    private double Exponential(double mean) => -Math.Log(1 - _random.NextDouble()) * mean;
}
