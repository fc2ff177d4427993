using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.AspNetCore.Dashboard.Access;
using SkRouter.AspNetCore.Dashboard.Pages;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Dashboard;

/// <summary>Renders pages, for who may see them.</summary>
internal sealed class DashboardPages(DashboardSession session, string root)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public string Root => root;

    /// <summary>A page, or a form's doing, for who may see it; else the way to sign in, or why nobody may.</summary>
    public RequestDelegate For(Func<HttpContext, Task> page) =>
        http =>
        {
            Protect(http.Response);
            return session.IsAllowed(http) ? RunAsync(http, page)
                : session.NeedsKey ? SignInAsync(http)
                : MessageAsync(
                    http,
                    StatusCodes.Status403Forbidden,
                    "Only on its own machine",
                    "This dashboard runs without signing in, so it answers only the machine that it runs on, by its own name (localhost), and nothing that comes through a proxy. To open it to others, start the server without --no-auth and sign in with the admin key."
                );
        };

    /// <summary>A form's doing: it must have come from a page of ours.</summary>
    public RequestDelegate Write(Func<HttpContext, IFormCollection, Task> act) =>
        For(async http =>
        {
            if (await ReadFormAsync(http).ConfigureAwait(false) is { } form)
            {
                await act(http, form).ConfigureAwait(false);
            }
        });

    /// <summary>Open to everybody: to sign in.</summary>
    public static RequestDelegate Open(Func<HttpContext, Task> page) =>
        http =>
        {
            Protect(http.Response);
            return page(http);
        };

    /// <summary>A ledger that cannot be read or written is said on the page, instead of its figures.</summary>
    private async Task RunAsync(HttpContext http, Func<HttpContext, Task> page)
    {
        try
        {
            await page(http).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (!http.Response.HasStarted
                && exception is RouterException { Code: RouterErrorCode.Ledger } or DbException
            )
        {
            // What the page that failed has begun is not this one's.
            http.Response.Headers.Clear();
            Protect(http.Response);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await RenderAsync<LedgerFaultPage>(http, ("Text", exception.Message))
                .ConfigureAwait(false);
        }
    }

    public Task RenderAsync<TPage>(
        HttpContext http,
        params (string Name, object? Value)[] parameters
    )
        where TPage : IComponent
    {
        http.RequestServices.GetRequiredService<DashboardVisit>().Place = new(
            http,
            root,
            session.Token(http)
        );
        var all = parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => parameter.Value,
            StringComparer.Ordinal
        );
        return new RazorComponentResult<TPage>(all)
        {
            PreventStreamingRendering = true,
            StatusCode = http.Response.StatusCode,
        }.ExecuteAsync(http);
    }

    public Task MessageAsync(HttpContext http, int status, string title, string text)
    {
        http.Response.StatusCode = status;
        return RenderAsync<MessagePage>(http, ("Title", title), ("Text", text));
    }

    /// <summary>The form, if it is from a page of ours; else the client has been told.</summary>
    public async Task<IFormCollection?> ReadFormAsync(HttpContext http)
    {
        var form = await TryReadFormAsync(http).ConfigureAwait(false);
        if (form is not null && session.IsOwnWrite(http, form[DashboardSession.TokenField]))
        {
            return form;
        }

        await MessageAsync(
                http,
                StatusCodes.Status400BadRequest,
                "Load the page again",
                "This did not come from a page of this dashboard, or the page is older than the server's last start. Load the page again, and repeat it there."
            )
            .ConfigureAwait(false);
        return null;
    }

    /// <returns>Null if the body is no form that can be read.</returns>
    private static async Task<IFormCollection?> TryReadFormAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType
                ? await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false)
                : null;
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or InvalidDataException
                        or ArgumentException
                        or NotSupportedException
            )
        {
            return null;
        }
    }

    /// <summary>Back to a page, which says what was done.</summary>
    public void Back(HttpContext http, string page, string said)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{root}/{page}?said={Uri.EscapeDataString(said)}";
    }

    private Task SignInAsync(HttpContext http)
    {
        if (
            HttpMethods.IsGet(http.Request.Method)
            && !http.Request.Path.Value!.Contains("/data/", StringComparison.Ordinal)
        )
        {
            http.Response.Redirect($"{root}/login");
            return Task.CompletedTask;
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return http.Response.WriteAsync("Sign in first.", http.RequestAborted);
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        // Not "no-referrer": browsers would send "Origin: null" with forms then.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }
}
