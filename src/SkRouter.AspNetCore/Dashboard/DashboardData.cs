using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SkRouter.AspNetCore.Dashboard.Figures;
using SkRouter.AspNetCore.Dashboard.Live;
using SkRouter.AspNetCore.Dashboard.Pages;
using SkRouter.AspNetCore.Dashboard.Parts;
using SkRouter.Pipeline;
using SkRouter.Runs;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Dashboard;

/// <summary>What pages fetch: numbers of charts, tables as CSV, pictures, live rows.</summary>
internal sealed class DashboardData(
    ISpendReport report,
    LiveRecords live,
    HtmlRenderer renderer,
    TimeProvider time,
    string root,
    CancellationToken stopping
)
{
    /// <summary>An empty line now and then keeps proxies from closing the stream, and finds out who has left.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task SeriesAsync(HttpContext http)
    {
        var span = Span.Of(http.Request.Query["span"]);
        var grain = span.Length <= TimeSpan.FromDays(7) ? SpendGrain.Hour : SpendGrain.Day;
        var now = time.GetUtcNow();
        var since = span.Since(now);
        var points = await report
            .SeriesAsync(new() { Since = since }, grain, cancellationToken: http.RequestAborted)
            .ConfigureAwait(false);
        await http
            .Response.WriteAsJsonAsync(
                new
                {
                    from = (since ?? (points.Count > 0 ? points[0].From : now)).ToUnixTimeSeconds(),
                    until = now.ToUnixTimeSeconds(),
                    times = points.Select(point => point.From.ToUnixTimeSeconds()),
                    cost = points.Select(point => point.Row.CostUsd),
                    baseline = points.Select(point => point.Row.BaselineUsd),
                    input = points.Select(point => point.Row.Usage.InputTokens),
                    cached = points.Select(point => point.Row.Usage.CacheReadTokens),
                    output = points.Select(point => point.Row.Usage.OutputTokens),
                },
                JsonSerializerOptions.Web,
                http.RequestAborted
            )
            .ConfigureAwait(false);
    }

    public async Task BreakdownAsync(HttpContext http)
    {
        var question = BreakdownQuestion.Of(new(http, root, token: ""));
        if (question.Fault is { } fault)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync(fault, http.RequestAborted).ConfigureAwait(false);
            return;
        }

        var answer = await question.AskAsync(report, time.GetUtcNow()).ConfigureAwait(false);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition =
            $"attachment; filename=\"skrouter-by-{question.By}-{question.Span.Name}.csv\"";
        await http
            .Response.WriteAsync(Csv.Write([answer.Head, .. answer.Exact]), http.RequestAborted)
            .ConfigureAwait(false);
    }

    public async Task GraphAsync(HttpContext http)
    {
        var run = (string)http.GetRouteValue("run")!;
        var page = await report
            .RecordsAsync(new() { Run = run, Count = RunPage.Most }, http.RequestAborted)
            .ConfigureAwait(false);
        if (page.Records.Count == 0)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "image/svg+xml";
        // A picture may style itself; nothing else may happen in it.
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        await http
            .Response.WriteAsync(RunGraph.Of(page.Records).ToSvg(), http.RequestAborted)
            .ConfigureAwait(false);
    }

    public async Task LiveAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers["x-accel-buffering"] = "no";
        // An app that stops does not wait for those who look on.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            stopping
        );
        var left = ending.Token;
        var records = live.WatchAsync(left).GetAsyncEnumerator(left);
        try
        {
            await SendAsync(": watching\n\n").ConfigureAwait(false);
            var next = records.MoveNextAsync().AsTask();
            while (true)
            {
                var pause = Task.Delay(KeepAlive, time, left);
                if (await Task.WhenAny(next, pause).ConfigureAwait(false) == pause)
                {
                    await SendAsync(": still here\n\n").ConfigureAwait(false);
                    continue;
                }

                if (!await next.ConfigureAwait(false))
                {
                    return;
                }

                await SendAsync(await RowAsync(records.Current).ConfigureAwait(false))
                    .ConfigureAwait(false);
                next = records.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The viewer left.
        }

        async Task SendAsync(string text)
        {
            await http.Response.WriteAsync(text, left).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(left).ConfigureAwait(false);
        }
    }

    private async Task<string> RowAsync(DecisionRecord record)
    {
        var html = await renderer
            .Dispatcher.InvokeAsync(async () =>
            {
                var row = await renderer
                    .RenderComponentAsync<RequestRow>(
                        ParameterView.FromDictionary(
                            new Dictionary<string, object?>(StringComparer.Ordinal)
                            {
                                [nameof(RequestRow.Record)] = record,
                                [nameof(RequestRow.Root)] = root,
                            }
                        )
                    )
                    .ConfigureAwait(false);
                return row.ToHtmlString();
            })
            .ConfigureAwait(false);
        var text = new StringBuilder("event: row\n");
        foreach (var line in html.Split('\n'))
        {
            text.Append(CultureInfo.InvariantCulture, $"data: {line.TrimEnd('\r')}\n");
        }

        return text.Append('\n').ToString();
    }
}
