using System.Globalization;
using Microsoft.Extensions.AI;
using SkRouter.Budgets;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Budgets of runs that requests name by <c>x-skrouter-run</c> and <c>x-skrouter-run-budget-usd</c>. The first request that gives a run a budget
/// opens it, less what the ledger says it has spent; later ones find it open. Runs that nobody asked for the longest are let go when there are
/// many: their next request opens them again from the ledger.
/// </summary>
internal sealed class RunBudgets(ModelRouter router, RouterRuns runs) : IDisposable
{
    private const string BudgetHeader = "x-skrouter-run-budget-usd";
    private const int MostOpen = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<RouterRun>> _open = new(
        StringComparer.Ordinal
    );

    private readonly LinkedList<RouterRun> _byUse = new();

    public async ValueTask OpenAsync(ApiCall call, AdditionalPropertiesDictionary? carried)
    {
        var header = RoutingHeaders.Read(call.Http.Request, BudgetHeader);
        if (header is null)
        {
            return;
        }

        if (
            !decimal.TryParse(
                header,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var usd
            )
        )
        {
            throw Wrong("must be an amount in USD such as 0.50");
        }

        if (carried?.GetValueOrDefault(CarrierKeys.Run) is not string run)
        {
            throw Wrong("says what a run may spend, so x-skrouter-run must name the run");
        }

        if (!IsOpen(run))
        {
            var spent = await router
                .Ledger.SumAsync(new SpendQuery { Run = run }, call.Aborted)
                .ConfigureAwait(false);
            Open(run, Math.Max(0, usd - spent.Sum(row => row.CostUsd)));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var run in _byUse)
            {
                run.Dispose();
            }

            _byUse.Clear();
            _open.Clear();
        }
    }

    private bool IsOpen(string id)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(id, out var node))
            {
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return true;
        }
    }

    private void Open(string id, decimal usd)
    {
        lock (_gate)
        {
            // Two first requests may have come at once; an app may have opened it itself.
            if (_open.ContainsKey(id) || runs.OpenAs(id, usd) is not { } run)
            {
                return;
            }

            _open[id] = _byUse.AddFirst(run);
            if (_byUse.Count > MostOpen)
            {
                var oldest = _byUse.Last!;
                _byUse.RemoveLast();
                _open.Remove(oldest.Value.Id);
                oldest.Value.Dispose();
            }
        }
    }

    private static ApiFaultException Wrong(string what) =>
        new(
            new(400, ApiFaultTypes.InvalidRequest, $"The header {BudgetHeader} {what}.")
            {
                Field = BudgetHeader,
            }
        );
}
