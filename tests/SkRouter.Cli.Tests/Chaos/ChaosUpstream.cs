using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>
/// Three providers that fail by plan and count what they send. They share no code with the project: what they say was sent is held against its ledger.
/// </summary>
internal sealed partial class ChaosUpstream : IAsyncDisposable
{
    /// <summary>Above anything that is estimated for the prompts of the test.</summary>
    public const long FirstNumber = 20_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan SlowBetween = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(40);

    private readonly WebApplication _app;
    private readonly FaultPlan _plan;
    private readonly ConcurrentDictionary<(string Call, string Model), int> _attempts = new();
    private long _number = FirstNumber;

    private ChaosUpstream(WebApplication app, FaultPlan plan) => (_app, _plan) = (app, plan);

    public ConcurrentQueue<SentAnswer> Sent { get; } = new();

    public Uri Address { get; private set; } = null!;

    public static async Task<ChaosUpstream> StartAsync(FaultPlan plan)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(options => options.Limits.MinResponseDataRate = null)
            .UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new ChaosUpstream(app, plan);
        app.Run(upstream.HandleAsync);
        await app.StartAsync();
        upstream.Address = new(
            app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
        );
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        if (
            JsonNode.Parse(text) is not JsonObject body
            || Prompt().Match(text) is not { Success: true } said
        )
        {
            http.Response.StatusCode = 404;
            return;
        }

        var (call, wish) = (said.Groups["call"].Value, said.Groups["wish"].Value);
        var model = body["model"]!.GetValue<string>();
        var attempt = _attempts.AddOrUpdate((call, model), 0, static (_, before) => before + 1);
        var fault = _plan.Of(wish, call, model, attempt);
        var sent = new SentAnswer(
            Interlocked.Increment(ref _number),
            call,
            model,
            fault is UpstreamFault.Empty ? 1 : 5 + (int)(_number % 8),
            fault
        );
        Sent.Enqueue(sent);
        await AnswerAsync(http, body, sent);
    }

    private static async Task AnswerAsync(HttpContext http, JsonObject body, SentAnswer sent)
    {
        switch (sent.Fault)
        {
            case UpstreamFault.TooManyRequests:
                http.Response.Headers.RetryAfter = "1";
                await WriteAsync(
                    http,
                    429,
                    """{"error":{"message":"Slow down.","type":"rate_limit_error"}}"""
                );
                break;
            case UpstreamFault.InternalError:
                await WriteAsync(
                    http,
                    500,
                    """{"error":{"message":"Oops.","type":"server_error"}}"""
                );
                break;
            case UpstreamFault.Overloaded:
                await WriteAsync(
                    http,
                    503,
                    """{"error":{"message":"Overloaded.","type":"overloaded_error"}}"""
                );
                break;
            case UpstreamFault.Html:
                await WriteAsync(http, 502, "<html><body>Bad gateway</body></html>", "text/html");
                break;
            case UpstreamFault.Malformed:
                await WriteAsync(http, 200, """{"choices":[{"mess""");
                break;
            case UpstreamFault.Reset:
                http.Abort();
                break;
            case UpstreamFault.Silence:
                await SilenceAsync(http);
                break;
            default:
                await WordsAsync(http, body, sent);
                break;
        }
    }

    private static async Task WordsAsync(HttpContext http, JsonObject body, SentAnswer sent)
    {
        var anthropic = http.Request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal);
        string[] words =
            sent.Fault is UpstreamFault.Empty
                ? []
                :
                [
                    .. Enumerable
                        .Range(0, sent.Words)
                        .Select(i => FormattableString.Invariant($"w{i}")),
                ];
        if (body["stream"]?.GetValue<bool>() is not true)
        {
            await Task.Delay(
                sent.Fault is UpstreamFault.Slow ? 8 * SlowBetween : 4 * Between,
                TimeProvider.System
            );
            var whole = UpstreamWriter.Plain(anthropic, sent, string.Join(' ', words));
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = whole.Length;
            if (sent.Fault is UpstreamFault.Cut)
            {
                await http.Response.WriteAsync(whole[..(whole.Length / 2)]);
                await http.Response.Body.FlushAsync();
                http.Abort();
                return;
            }

            await http.Response.WriteAsync(whole, http.RequestAborted);
            sent.IsWhole = true;
            return;
        }

        var withUsage = body["stream_options"]?["include_usage"]?.GetValue<bool>() is true;
        http.Response.ContentType = "text/event-stream";
        var left = sent.Fault is UpstreamFault.Cut ? 1 + (words.Length / 2) : int.MaxValue;
        foreach (var one in UpstreamWriter.Events(anthropic, withUsage, sent, words))
        {
            if (left-- == 0)
            {
                http.Abort();
                return;
            }

            await http.Response.WriteAsync(one, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(
                sent.Fault is UpstreamFault.Slow ? SlowBetween : Between,
                TimeProvider.System
            );
        }

        sent.IsWhole = anthropic || withUsage;
    }

    private static async Task SilenceAsync(HttpContext http)
    {
        try
        {
            await Task.Delay(LongestSilence, TimeProvider.System, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller has had enough.
        }

        http.Abort();
    }

    private static Task WriteAsync(
        HttpContext http,
        int status,
        string text,
        string type = "application/json"
    )
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text);
    }

    [GeneratedRegex(
        "call (?<call>[a-z0-9-]+) is (?<wish>[A-Za-z]+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Prompt();
}
