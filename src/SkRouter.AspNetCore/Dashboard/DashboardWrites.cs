using System.Globalization;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Dashboard.Access;
using SkRouter.AspNetCore.Dashboard.Pages;
using SkRouter.Budgets;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Dashboard;

/// <summary>What forms of the dashboard do.</summary>
internal sealed class DashboardWrites(
    DashboardPages pages,
    DashboardSession session,
    ModelRouter router
)
{
    public async Task SignInAsync(HttpContext http)
    {
        if (await pages.ReadFormAsync(http).ConfigureAwait(false) is not { } form)
        {
            return;
        }

        if (session.IsKey(form["key"]))
        {
            session.SignIn(http, pages.Root);
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = pages.Root;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await pages.RenderAsync<SignInPage>(http, ("Wrong", true)).ConfigureAwait(false);
    }

    public Task SignOutAsync(HttpContext http, IFormCollection form)
    {
        DashboardSession.SignOut(http, pages.Root);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{pages.Root}/login";
        return Task.CompletedTask;
    }

    public Task DrainAsync(HttpContext http, IFormCollection form) =>
        TryAsync(
            http,
            "health",
            () =>
            {
                var deployment = form["deployment"].ToString();
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
            () =>
            {
                var budget = BudgetOf(form);
                router.Budgets.Set(budget);
                return Task.FromResult(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The budget of {budget.Scope} ({budget.Window}) is {budget.LimitUsd} USD."
                    )
                );
            }
        );

    public Task RemoveBudgetAsync(HttpContext http, IFormCollection form) =>
        TryAsync(
            http,
            "budgets",
            () =>
            {
                var scope = ScopeOf(form);
                var window = BudgetWindow.Parse(form["window"].ToString());
                return Task.FromResult(
                    router.Budgets.Remove(scope, window)
                        ? $"The budget of {scope} ({window}) is removed."
                        : $"The budget of {scope} ({window}) was set in the ledger's file: remove it with 'skrouter budget remove'."
                );
            }
        );

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
