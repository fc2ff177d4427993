using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Dashboard.Access;
using SkRouter.AspNetCore.Dashboard.Pages;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Dashboard;

/// <summary>Signs people in and out.</summary>
internal sealed class DashboardSignIn(
    DashboardPages pages,
    DashboardSession session,
    SignInThrottle throttle,
    AdminAudit audit
)
{
    private const string Once = "once";

    /// <summary>The page, or with a link's token the way in.</summary>
    public Task OpenAsync(HttpContext http)
    {
        if (http.Request.Query[Once] is not [{ Length: > 0 } token, ..])
        {
            return pages.RenderAsync<SignInPage>(http, ("Fault", session.Fault));
        }

        // A browser that loads ahead what may be visited must not use the link up.
        if (
            http
                .Request.Headers["Sec-Purpose"]
                .ToString()
                .Contains("prefetch", StringComparison.Ordinal)
        )
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return session.TryUseLink(token)
            ? LetInAsync(http, "link")
            : RefuseAsync(
                http,
                "This link was used before, is older than an hour, or the server has started again since. Sign in with the admin key."
            );
    }

    public async Task SignInAsync(HttpContext http)
    {
        if (await pages.ReadFormAsync(http).ConfigureAwait(false) is not { } form)
        {
            return;
        }

        await (
            session.IsKey(form["key"])
                ? LetInAsync(http, "admin key")
                : RefuseAsync(http, "This is not the admin key.")
        ).ConfigureAwait(false);
    }

    public Task SignOutAsync(HttpContext http, IFormCollection form)
    {
        session.SignOut(http, pages.Root);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{pages.Root}/login";
        return Task.CompletedTask;
    }

    private Task LetInAsync(HttpContext http, string by)
    {
        var who = session.SignIn(http, pages.Root);
        try
        {
            audit.Add(who, new("sign-in", by, null, null));
        }
        // Signing in changes nothing, and is needed to see what is wrong with the ledger.
        catch (RouterException exception) when (exception.Code is RouterErrorCode.Ledger)
        {
            http.Response.Headers["x-skrouter-audit"] = "unavailable";
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = pages.Root;
        return Task.CompletedTask;
    }

    private async Task RefuseAsync(HttpContext http, string why)
    {
        var answered = await throttle
            .WrongAsync(http.Connection.RemoteIpAddress, http.RequestAborted)
            .ConfigureAwait(false);
        if (!answered)
        {
            http.Response.Headers.RetryAfter = "10";
        }

        http.Response.StatusCode = answered
            ? StatusCodes.Status401Unauthorized
            : StatusCodes.Status429TooManyRequests;
        await pages
            .RenderAsync<SignInPage>(
                http,
                (
                    "Wrong",
                    answered ? why : "Too many wrong sign-ins are waiting. Try again in a moment."
                ),
                ("Fault", session.Fault)
            )
            .ConfigureAwait(false);
    }
}
