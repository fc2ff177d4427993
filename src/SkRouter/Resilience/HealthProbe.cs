using Microsoft.Extensions.AI;
using SkRouter.Catalog;
using SkRouter.Catalog.Facts;
using SkRouter.Conversion;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Resilience;

/// <summary>Asks one deployment for one token, tells its health what came of it, and books what it cost.</summary>
internal sealed class HealthProbe(Func<ISpendLedger> ledger, TimeProvider time, TimeRules rules)
{
    /// <summary>The role, agent and run under which probes are on the books.</summary>
    public const string Role = "health-check";

    private const string Question = "ping";

    private readonly RoundTripIds _ids = new();

    public async Task RunAsync(Deployment deployment, CancellationToken stop)
    {
        // Past the circuit unless this can be the circuit's own probe; a busy or drained deployment is not asked.
        var own = deployment.Health.Read().State is DeploymentState.ProbeDue;
        if (!deployment.Health.TryEnter(forced: !own, tokens: 1))
        {
            return;
        }

        try
        {
            await AskAsync(deployment, stop).ConfigureAwait(false);
        }
        finally
        {
            if (own)
            {
                deployment.Health.ProbeSkipped();
            }

            deployment.Health.Leave();
        }
    }

    private async Task AskAsync(Deployment deployment, CancellationToken stop)
    {
        var startedAt = time.GetUtcNow();
        var startTimestamp = time.GetTimestamp();
        ModelAnswer answer;
        using (var late = new CancellationTokenSource(Patience(deployment), time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop))
        {
            try
            {
                answer = await CallAsync(deployment, either.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!stop.IsCancellationRequested)
                {
                    await FailedAsync(deployment, ErrorTaxonomy.Read(exception, stop))
                        .ConfigureAwait(false);
                }

                return;
            }
        }

        await AnsweredAsync(deployment).ConfigureAwait(false);
        await BookAsync(deployment, answer, startedAt, time.GetElapsedTime(startTimestamp))
            .ConfigureAwait(false);
    }

    private TimeSpan Patience(Deployment deployment) =>
        deployment.Options.TimeToFirstToken
        ?? rules
            .FirstToken(deployment.Reasoning is ModelReasoning.Always or ModelReasoning.ByDefault)
            .Value;

    private static async Task<ModelAnswer> CallAsync(Deployment deployment, CancellationToken token)
    {
        var options = new ChatOptions { MaxOutputTokens = 1 };
        return deployment.ChatCompletion is { } service
            ? new(
                await service
                    .GetChatMessageContentsAsync(
                        new(Question),
                        ToSettings.Convert(options),
                        kernel: null,
                        token
                    )
                    .ConfigureAwait(false)
            )
            : new(
                await deployment
                    .ChatClient!.GetResponseAsync(
                        [new ChatMessage(ChatRole.User, Question)],
                        options,
                        token
                    )
                    .ConfigureAwait(false)
            );
    }

    private static async Task AnsweredAsync(Deployment deployment)
    {
        deployment.Health.EndCooldown();
        if (deployment.Health.IsOpen)
        {
            deployment.Pipeline.Close();
        }
        else
        {
            deployment.Pipeline.Count(failure: null, caller: null, probe: true);
        }
    }

    private static async Task FailedAsync(Deployment deployment, Failure failure)
    {
        deployment.CoolDown(failure);
        if (failure.CountsAgainstTheCircuit)
        {
            deployment.Pipeline.Count(failure, caller: null, probe: true);
        }
    }

    private async Task BookAsync(
        Deployment deployment,
        ModelAnswer answer,
        DateTimeOffset startedAt,
        TimeSpan duration
    )
    {
        var usage =
            answer.Usage
            ?? new()
            {
                InputTokens = 1,
                OutputTokens = 1,
                Estimated = true,
            };
        var cost = deployment.Price is { } price
            ? CostCalculator.Compute(usage, price, startedAt).Total
            : (decimal?)null;
        var attempt = new Attempt
        {
            Deployment = deployment.Key,
            Model = deployment.Model,
            StartedAt = startedAt,
            Duration = duration,
            Outcome = AttemptOutcome.Served,
            Usage = usage,
            CostUsd = cost,
        };
        var record = new DecisionRecord
        {
            Id = _ids.Next(startedAt),
            StartedAt = startedAt,
            Duration = duration,
            Role = Role,
            Agent = Role,
            Run = Role,
            Streamed = false,
            Attempts = [attempt],
            Outcome = RoundTripOutcome.Answered,
            Deployment = deployment.Key,
            Model = deployment.Model,
            Usage = usage,
            CostUsd = cost,
            BaselineUsd = cost,
            PriceVersion = deployment.Price?.Version,
        };
        await ledger().AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
    }
}
