using System.Globalization;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Dashboard.Access;
using SkRouter.Budgets;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Dashboard;

/// <summary>Does what forms of the dashboard ask for. Every write is on the audit log before it is made.</summary>
internal sealed class DashboardWrites(DashboardPages pages, AdminAudit audit, ModelRouter router)
{
    public Task DrainAsync(HttpContext http, IFormCollection form) =>
        TryAsync(
            http,
            "health",
            () =>
            {
                var deployment = form["deployment"].ToString();
                var before = router.Health.Of(deployment).State;
                audit.Add(http, new("deployment.drain", deployment, before.ToString(), "Drained"));
                router.Health.Drain(deployment, "drained on the dashboard");
                return Task.FromResult($"{deployment} gets no new calls until it is restored.");
            }
        );

    public Task RestoreAsync(HttpContext http, IFormCollection form) =>
        TryAsync(
            http,
            "health",
            async () =>
            {
                var deployment = form["deployment"].ToString();
                var before = router.Health.Of(deployment).State;
                audit.Add(
                    http,
                    new("deployment.restore", deployment, before.ToString(), "Available")
                );
                await router
                    .Health.RestoreAsync(deployment, http.RequestAborted)
                    .ConfigureAwait(false);
                return $"{deployment} takes calls again.";
            }
        );

    public Task SetBudgetAsync(HttpContext http, IFormCollection form) =>
        TryAsync(
            http,
            "budgets",
            async () =>
            {
                var budget = BudgetOf(form);
                Verify(budget);
                var before = await FindAsync(http, budget.Scope, budget.Window)
                    .ConfigureAwait(false);
                audit.Add(
                    http,
                    new(
                        "budget.set",
                        $"{budget.Scope} ({budget.Window})",
                        Text(before),
                        Text(budget)
                    )
                );
                router.Budgets.Keep(budget);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The budget of {budget.Scope} ({budget.Window}) is {budget.LimitUsd} USD."
                );
            }
        );

    public Task RemoveBudgetAsync(HttpContext http, IFormCollection form) =>
        TryAsync(
            http,
            "budgets",
            async () =>
            {
                var scope = ScopeOf(form);
                var window = BudgetWindow.Parse(form["window"].ToString());
                var before = await FindAsync(http, scope, window).ConfigureAwait(false);
                audit.Add(http, new("budget.remove", $"{scope} ({window})", Text(before), null));
                return router.Budgets.Discard(scope, window)
                    ? $"The budget of {scope} ({window}) is removed."
                    : $"There is no budget of {scope} ({window}).";
            }
        );

    private async ValueTask<Budget?> FindAsync(
        HttpContext http,
        BudgetScope scope,
        BudgetWindow window
    )
    {
        var states = await router.Budgets.SnapshotAsync(http.RequestAborted).ConfigureAwait(false);
        return states
            .Select(state => state.Budget)
            .FirstOrDefault(budget => budget.Scope == scope && budget.Window == window);
    }

    private static string? Text(Budget? budget) =>
        budget is null
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{budget.LimitUsd} USD, {budget.Action}{(budget.Shadow ? ", only reports" : "")}"
            );

    /// <summary>What would be refused is not put on the audit log.</summary>
    private static void Verify(Budget budget)
    {
        if (budget.Scope.Fault is { } fault)
        {
            throw new FormatException(fault);
        }
    }

    private static Budget BudgetOf(IFormCollection form) =>
        new(
            ScopeOf(form),
            decimal.TryParse(
                form["usd"],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var usd
            )
                ? usd
                : throw new FormatException(
                    "The limit must be an amount in USD such as 5 or 0.50."
                ),
            BudgetWindow.Parse(form["window"].ToString())
        )
        {
            Action = Enum.TryParse<BudgetAction>(form["action"], out var action)
                ? action
                : BudgetAction.Refuse,
            Shadow = form["shadow"] == "on",
        };

    private static BudgetScope ScopeOf(IFormCollection form) =>
        new(
            Enum.TryParse<BudgetScopeKind>(form["kind"], out var kind)
                ? kind
                : throw new FormatException("There is no such kind of budget."),
            form["name"].ToString().Trim()
        );

    /// <summary>What a person got wrong is said on a page, with nothing changed.</summary>
    private async Task TryAsync(HttpContext http, string page, Func<Task<string>> act)
    {
        try
        {
            pages.Back(http, page, await act().ConfigureAwait(false));
        }
        catch (RouterException exception) when (exception.Code is RouterErrorCode.Ledger)
        {
            await pages
                .MessageAsync(
                    http,
                    StatusCodes.Status503ServiceUnavailable,
                    "Nothing was changed",
                    $"The change could not be put on the audit log, so it was not made. {exception.Message}"
                )
                .ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or RouterException)
        {
            await pages
                .MessageAsync(
                    http,
                    StatusCodes.Status400BadRequest,
                    "That did not work",
                    exception.Message
                )
                .ConfigureAwait(false);
        }
    }
}
