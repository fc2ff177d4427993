using System.Globalization;
using System.Net;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Balancing;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>Any sequence of outcomes, times and calls against three deployments of one model.</summary>
public sealed class HealthModelTests
{
    private static readonly DeploymentState[] TakesNothing =
    [
        DeploymentState.CircuitOpen,
        DeploymentState.CoolingDown,
        DeploymentState.Drained,
    ];

    private readonly VirtualTimeProvider _time = new();
    private int _asked;
    private string[] _outcomes = ["ok", "ok", "ok"];

    [Property(Arbitrary = [typeof(HealthStep)], MaxTest = 100)]
    public void Call_AnySequence_AsksNoIllDeploymentBeforeAWellOne(HealthStep[] steps) =>
        _time.RunAsync(() => PlayAsync(steps)).GetAwaiter().GetResult();

    [Property(Arbitrary = [typeof(HealthStep)], MaxTest = 25)]
    public void Call_AfterAnySequence_EveryDeploymentIsUsedAgain(HealthStep[] steps) =>
        _time
            .RunAsync(async () =>
            {
                var kernel = await PlayAsync(steps);
                _outcomes = ["ok", "ok", "ok"];
                var served = new HashSet<string>();
                // A rejected key cools down for five minutes; nothing takes longer.
                for (var call = 0; call < 150; call++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(4), _time);
                    served.Add((await AskAsync(kernel)).Deployment!);
                }

                served.Count.ShouldBe(HealthStep.Deployments);
                return true;
            })
            .GetAwaiter()
            .GetResult();

    private async Task<Kernel> PlayAsync(HealthStep[] steps)
    {
        var kernel = Build();
        foreach (var step in steps)
        {
            await Task.Delay(TimeSpan.FromSeconds(step.WaitSeconds), _time);
            _outcomes = [.. step.Outcomes];
            var before = kernel.Router().Health.Snapshot();
            var record = await AskAsync(kernel);
            CheckOrder(before, record);
            CheckStates(kernel);
        }

        return kernel;
    }

    private static void CheckOrder(IReadOnlyList<DeploymentStatus> before, DecisionRecord record)
    {
        var asked = record
            .Attempts.Where(attempt => attempt.Outcome is not AttemptOutcome.Skipped)
            .Select(attempt => attempt.Deployment)
            .ToList();
        var well = before
            .Where(status => status.State is DeploymentState.Available)
            .Select(status => status.Deployment)
            .ToList();
        foreach (var ill in before.Where(status => TakesNothing.Contains(status.State)))
        {
            var at = asked.IndexOf(ill.Deployment);
            if (at >= 0)
            {
                well.ShouldAllBe(
                    deployment => asked.IndexOf(deployment) >= 0 && asked.IndexOf(deployment) < at,
                    $"{ill.Deployment} was {ill.State} and asked before {string.Join(", ", well)}"
                );
            }
        }
    }

    private void CheckStates(Kernel kernel)
    {
        foreach (var status in kernel.Router().Health.Snapshot())
        {
            status.Reason.ShouldNotBeNullOrWhiteSpace();
            status.InFlight.ShouldBe(0);
            if (status.State is DeploymentState.CoolingDown or DeploymentState.CircuitOpen)
            {
                status.Until.ShouldNotBeNull().ShouldBeGreaterThan(_time.GetUtcNow());
                status.Reason.ShouldNotBe("healthy");
            }
        }
    }

    private async Task<DecisionRecord> AskAsync(Kernel kernel)
    {
        try
        {
            // Who asks the same again and again is one caller, and that is not what this is about.
            await kernel.Router().GetResponseAsync([new(ChatRole.User, Name(_asked++))]);
        }
        catch (RouterException)
        {
            // All of them were down; the record says so.
        }

        return (await kernel.Router().Ledger.RecentAsync(count: 1))[0];
    }

    private Kernel Build() =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Services.AddSingleton(new RandomSource(seed: 7));
                for (var i = 0; i < HealthStep.Deployments; i++)
                {
                    router.Deployment(Name(i), deployment => deployment.Serves("model"));
                }

                router.Role("agent", role => role.Prefer("model"));
            },
            [
                .. Enumerable
                    .Range(0, HealthStep.Deployments)
                    .Select(i =>
                        (
                            Name(i),
                            (object)new ScriptedChatClient(new ScriptedModel((_, _) => Step(i)))
                        )
                    ),
            ]
        );

    private ScriptedStep Step(int deployment) =>
        _outcomes[deployment] switch
        {
            "ok" => ScriptedStep.Answer("fine"),
            "503" => Status(HttpStatusCode.ServiceUnavailable),
            "429" => Status(HttpStatusCode.TooManyRequests),
            "429 in 2 s" => ScriptedStep.Throw(new PoliteException()),
            "401" => Status(HttpStatusCode.Unauthorized),
            "cut" => ScriptedStep.Throw(new IOException("cut")),
            _ => new(),
        };

    private static ScriptedStep Status(HttpStatusCode status) =>
        ScriptedStep.Throw(new HttpRequestException("no", null, status));

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"d{i}");

    private sealed class PoliteException()
        : HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests),
            IRetryAfterSource
    {
        public TimeSpan? RetryAfter => TimeSpan.FromSeconds(2);
    }
}
