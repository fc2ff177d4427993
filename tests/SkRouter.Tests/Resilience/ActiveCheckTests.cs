using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Catalog;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>Opt-in checks of a deployment that is down or idle.</summary>
public sealed class ActiveCheckTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // The latest that a jittered check may come.
    private static readonly TimeSpan Latest = Interval * 1.2;

    private readonly VirtualTimeProvider _time = new();
    private readonly ScriptedModel _well = new(ScriptedStep.Answer("x"));

    [Fact]
    public async Task Check_Idle_AsksForOneTokenAndBooksIt()
    {
        var (kernel, _) = Build(_well, Interval);

        _time.Advance(Interval * 0.79);
        _well.Requests.ShouldBe(0);
        // A check that came before the interval was over found nobody idle yet; the second cannot.
        _time.Advance(Latest * 2);

        _well.Requests.ShouldBeGreaterThan(0);
        _well.Options[0]!.MaxOutputTokens.ShouldBe(1);
        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(_well.Requests);
        records[0].Role.ShouldBe("health-check");
        records[0].CostUsd.ShouldBe((100m * 1 + 10m * 10) / 1_000_000m);
    }

    [Fact]
    public void Check_NotAskedFor_NeverHappens()
    {
        Build(_well, interval: null);

        _time.Advance(TimeSpan.FromDays(1));

        _well.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Check_CircuitOpen_ClosesItBeforeTheBreakIsOver()
    {
        var (kernel, deployment) = Build(_well, Interval);
        for (var i = 0; i < 5; i++)
        {
            deployment.Pipeline.Count(new(FailureKind.ServerError, "down", null), caller: null);
        }

        deployment.Health.Read().State.ShouldBe(DeploymentState.CircuitOpen);
        var openedAt = _time.GetUtcNow();

        await UntilAsync(kernel, DeploymentState.Returning);

        (_time.GetUtcNow() - openedAt).ShouldBeLessThanOrEqualTo(Latest);
        _well.Requests.ShouldBe(1);
    }

    [Fact]
    public void Check_CoolingDownByOurOwnRule_EndsIt()
    {
        var (_, deployment) = Build(_well, Interval);
        deployment.Health.CoolDown(TimeSpan.FromMinutes(5), "429");

        _time.Advance(Latest);

        deployment.Health.Read().State.ShouldBe(DeploymentState.Available);
        _well.Requests.ShouldBe(1);
    }

    [Fact]
    public void Check_CoolingDownByRetryAfter_DoesNotAsk()
    {
        var (_, deployment) = Build(_well, Interval);
        deployment.Health.CoolDown(TimeSpan.FromMinutes(5), "429", stated: true);

        _time.Advance(TimeSpan.FromMinutes(4));

        _well.Requests.ShouldBe(0);
        deployment.Health.Read().State.ShouldBe(DeploymentState.CoolingDown);
    }

    [Fact]
    public async Task Check_KeepsFailing_OpensTheCircuitAndBooksNothing()
    {
        var down = new ScriptedModel(
            ScriptedStep.Throw(
                new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable)
            )
        );
        var (kernel, _) = Build(down, Interval);

        await UntilAsync(kernel, DeploymentState.CircuitOpen);

        down.Requests.ShouldBe(5);
        (await kernel.RecordsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Check_ContainerDisposed_AsksNoMore()
    {
        var (kernel, _) = Build(_well, Interval);

        ((IDisposable)kernel.Services).Dispose();
        _time.Advance(TimeSpan.FromHours(1));

        _well.Requests.ShouldBe(0);
    }

    private Task<DeploymentStatus> UntilAsync(Kernel kernel, DeploymentState state)
    {
        var reached = new TaskCompletionSource<DeploymentStatus>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        kernel.Router().Health.Changed += (_, change) =>
        {
            if (change.Status.State == state)
            {
                reached.TrySetResult(change.Status);
            }
        };
        return _time.RunAsync(() => reached.Task);
    }

    private (Kernel Kernel, Deployment Deployment) Build(ScriptedModel model, TimeSpan? interval)
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Deployment("only", only => only.Options.ActiveCheck = interval);
            },
            ("only", new ScriptedChatClient(model))
        );
        var built = kernel.Services.GetRequiredService<Lazy<RouterModel>>().Value;
        return (kernel, built.Catalog.Get("only"));
    }
}
