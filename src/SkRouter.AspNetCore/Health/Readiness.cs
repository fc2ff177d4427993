using SkRouter.AspNetCore.Api;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Health;

/// <summary>Decides whether requests should be sent here: not while the app stops, its configuration is wrong, its ledger cannot be written, or no deployment can be used.</summary>
internal sealed class Readiness(ModelRouter router, CallDrain drain, TimeProvider time)
    : IDisposable
{
    /// <summary>Everybody may ask, so what costs something is asked this often at most.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private (IReadOnlyList<string> Reasons, DateTimeOffset At)? _known;

    /// <returns>Why requests should go elsewhere; empty if they should not.</returns>
    public async ValueTask<IReadOnlyList<string>> WhyNotAsync(CancellationToken cancellation)
    {
        if (drain.IsStopping)
        {
            return ["stopping"];
        }

        try
        {
            router.Validate();
        }
        catch (RouterConfigurationException)
        {
            return ["misconfigured"];
        }

        await _asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (_known is var (reasons, at) && now - at < Believed)
            {
                return reasons;
            }

            IReadOnlyList<string> asked =
            [
                .. await LedgerAsync(cancellation).ConfigureAwait(false),
                .. Deployments(),
            ];
            _known = (asked, now);
            return asked;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Gets what does not keep requests from being sent here, but somebody should look at.</summary>
    public IReadOnlyList<string> Warnings =>
        router.Ledger is ILedgerHealth { DamagedFiles: { Count: > 0 } files }
            ?
            [
                FormattableString.Invariant(
                    $"damaged files of the ledger were found when it was opened and kept beside it: {files.Count}"
                ),
            ]
            : [];

    public void Dispose() => _asking.Dispose();

    private async ValueTask<IEnumerable<string>> LedgerAsync(CancellationToken cancellation)
    {
        if (router.Ledger is not ILedgerHealth ledger)
        {
            return [];
        }

        var fault = await ledger.FindFaultAsync(cancellation).ConfigureAwait(false);
        return fault is null ? [] : ["the ledger cannot be written"];
    }

    private IEnumerable<string> Deployments() =>
        router.Health.Snapshot().Any(IsUsable) ? [] : ["no deployment can be used"];

    private static bool IsUsable(DeploymentStatus status) =>
        status.State
            is DeploymentState.Available
                or DeploymentState.Returning
                or DeploymentState.ProbeDue
                or DeploymentState.Busy;
}
