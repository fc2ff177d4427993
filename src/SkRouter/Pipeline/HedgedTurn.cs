using SkRouter.Catalog;

namespace SkRouter.Pipeline;

/// <summary>
/// Asks a second deployment when the first is later than its own 95th percentile, and takes whoever succeeds first. At most
/// one extra request; the loser is cancelled and what it consumed is booked.
/// </summary>
internal sealed class HedgedTurn(DeploymentTurn turn, TimeProvider time)
{
    private const double Late = 0.95;

    /// <summary>How long to wait for the first; null if a second may not be asked at all.</summary>
    public static TimeSpan? Patience(ModelInvocationContext context, Deployment deployment)
    {
        if (!context.RoleModel.Hedge || context.Request.OffersTools)
        {
            return null;
        }

        var latency = deployment.Health.Latency;
        return (context.IsStreaming ? latency.Streamed : latency.Plain).Percentile(Late);
    }

    /// <returns>The winner, or the first deployment and its failure if both failed; and the other's failure, if it was asked and failed.</returns>
    public async ValueTask<HedgeResult> RunAsync(
        ModelInvocationContext context,
        Deployment first,
        RouteWalk walk,
        TimeSpan patience
    )
    {
        var firstRace = new RaceToken(context.CancellationToken);
        var one = turn.RunAsync(context, first, forced: false, walk.Left, new(null, firstRace))
            .AsTask();
        using (
            var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(
                context.CancellationToken
            )
        )
        {
            await Task.WhenAny(one, Task.Delay(patience, time, stopWaiting.Token))
                .ConfigureAwait(false);
            await stopWaiting.CancelAsync().ConfigureAwait(false);
        }

        if (one.IsCompleted || walk.TakeFree() is not { } second)
        {
            return new(first, await one.ConfigureAwait(false), null, null);
        }

        context.Note(
            FormattableString.Invariant(
                $"hedged: {first.Key} was later than {patience.TotalMilliseconds:0} ms, so {second.Key} was asked too"
            )
        );
        var secondRace = new RaceToken(context.CancellationToken);
        var two = turn.RunAsync(context, second, forced: false, walk.Left, new(null, secondRace))
            .AsTask();
        var winner = await Task.WhenAny(one, two).ConfigureAwait(false);
        if (!(await winner.ConfigureAwait(false)).Succeeded)
        {
            winner = winner == one ? two : one;
            await winner.ConfigureAwait(false);
        }

        var firstWins = winner == one || !(await winner.ConfigureAwait(false)).Succeeded;
        var loser = firstWins ? two : one;
        Lose(loser, firstWins ? secondRace : firstRace);
        var lost = await loser.ConfigureAwait(false);
        await DiscardAsync(lost).ConfigureAwait(false);
        return firstWins
            ? new(first, await one.ConfigureAwait(false), second, lost.Failure)
            : new(second, await two.ConfigureAwait(false), first, lost.Failure);
    }

    private static void Lose(Task<AttemptResult> loser, RaceToken race)
    {
        if (!loser.IsCompleted)
        {
            race.Lose();
        }
    }

    /// <summary>The loser may have opened a stream in the same moment.</summary>
    private static async ValueTask DiscardAsync(AttemptResult lost)
    {
        if (lost.Stream is { } stream)
        {
            await stream.DiscardAsync().ConfigureAwait(false);
        }
    }
}
