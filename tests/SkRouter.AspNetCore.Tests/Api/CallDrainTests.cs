using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Api;

public sealed class CallDrainTests
{
    private const string Chat = "/v1/chat/completions";

    private readonly VirtualTimeProvider _time = new();

    [Theory]
    [InlineData(
        Chat,
        """{"model":"writer","stream":true,"messages":[{"role":"user","content":"x"}]}"""
    )]
    [InlineData("/v1/responses", """{"model":"writer","stream":true,"input":"x"}""")]
    [InlineData(
        "/v1/messages",
        """{"model":"writer","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"x"}]}"""
    )]
    public async Task Stop_StreamThatDoesNotEnd_IsCutToldAndBooked(string path, string body)
    {
        await using var server = await StartAsync(
            ScriptedStep.Answer("one two three four") with
            {
                Silent = true,
                PiecesBeforeFault = 2,
            }
        );
        using var response = await server.PostAsync(path, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();

        Lifetime(server).StopApplication();
        (await server.Client.GetAsync("/readyz")).StatusCode.ShouldBe(
            HttpStatusCode.ServiceUnavailable
        );
        (await server.Client.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var rest = await _time.RunAsync(async () =>
        {
            var text = "";
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    text += line;
                }
            }
            catch (Exception exception)
                when (exception is IOException or OperationCanceledException)
            {
                // The connection is cut behind the event.
            }

            return text;
        });

        rest.ShouldContain("stopping");
        var record = await RecordAsync(server);
        record.Outcome.ShouldBe(RoundTripOutcome.Cancelled);
        record.CostUsd.ShouldNotBeNull();
    }

    [Fact]
    public async Task Stop_PlainCallThatDoesNotEnd_IsToldToComeBack()
    {
        await using var server = await StartAsync(
            ScriptedStep.Answer("never") with
            {
                Silent = true,
                PiecesBeforeFault = 0,
            }
        );
        var asked = server.PostAsync(
            Chat,
            """{"model":"writer","messages":[{"role":"user","content":"x"}]}"""
        );
        while (server.Router.Health.Of("m").InFlight == 0)
        {
            await Task.Yield();
        }

        Lifetime(server).StopApplication();
        using var response = await _time.RunAsync(() => asked);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        (await response.Content.ReadAsStringAsync()).ShouldContain("server_stopping");
        (await RecordAsync(server)).Outcome.ShouldBe(RoundTripOutcome.Cancelled);
    }

    [Fact]
    public async Task Ready_EveryDeploymentDrained_IsNot()
    {
        await using var server = await StartAsync(ScriptedStep.Answer("ok"));
        (await server.Client.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Router.Health.Drain("m", "test");
        _time.Advance(TimeSpan.FromSeconds(2));

        using var response = await server.Client.GetAsync("/readyz");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldContain("no deployment");
        (await server.Client.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static IHostApplicationLifetime Lifetime(ApiServer server) =>
        server.Services.GetRequiredService<IHostApplicationLifetime>();

    private static async Task<DecisionRecord> RecordAsync(ApiServer server)
    {
        IReadOnlyList<DecisionRecord> records;
        while ((records = await server.Router.Ledger.RecentAsync(count: 1)).Count == 0)
        {
            await Task.Yield();
        }

        return records[0];
    }

    private Task<ApiServer> StartAsync(ScriptedStep step) =>
        ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
            {
                services.AddSingleton<TimeProvider>(_time);
                services.Configure<SkRouterApiOptions>(options =>
                    options.DrainTimeout = TimeSpan.FromSeconds(5)
                );
            },
            models: [("m", new ScriptedChatClient(step))]
        );
}
