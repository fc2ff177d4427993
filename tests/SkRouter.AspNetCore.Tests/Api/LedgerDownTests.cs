using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.AspNetCore.Tests.Embeddings;
using SkRouter.AspNetCore.Tests.Fuzz;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Tests.Api;

/// <summary>A ledger that cannot be written or read is said, everywhere, and is never an internal error.</summary>
public sealed class LedgerDownTests
{
    [Theory]
    [InlineData(
        "/v1/chat/completions",
        """{"model":"writer","messages":[{"role":"user","content":"x"}]}"""
    )]
    [InlineData("/v1/responses", """{"model":"writer","input":"x"}""")]
    [InlineData(
        "/v1/messages",
        """{"model":"writer","max_tokens":9,"messages":[{"role":"user","content":"x"}]}"""
    )]
    public async Task Post_LedgerCannotBeWritten_Is503WithWhatToDo(string path, string body)
    {
        await using var server = await StartAsync();

        using var response = await server.PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();

        // Anthropic has a status of its own for what is to be sent again.
        ((int)response.StatusCode).ShouldBeOneOf(503, 529);
        response.Headers.RetryAfter.ShouldNotBeNull();
        text.ShouldContain("later");
        text.ShouldNotContain("/secret/path");
    }

    [Theory]
    [InlineData(
        "/v1/chat/completions",
        """{"model":"writer","messages":[{"role":"user","content":"x"}]}"""
    )]
    [InlineData(
        "/v1/chat/completions",
        """{"model":"writer","stream":true,"messages":[{"role":"user","content":"x"}]}"""
    )]
    [InlineData("/v1/embeddings", """{"model":"text-embedding-3-small","input":"x"}""")]
    public async Task Post_LedgerIsKnownToFail_NoProviderIsAskedUntilItWorksAgain(
        string path,
        string body
    )
    {
        var asked = 0;
        var model = new WatchedChatClient(new ReadyChatClient(), (_, _) => asked++);
        var generator = new ScriptedGenerator();
        await using var server = await StartAsync(model, generator);
        var ledger = server.Services.GetRequiredService<BrokenLedger>();
        ledger.IsFailing = true;

        using var response = await server.PostAsync(path, body);

        ((int)response.StatusCode).ShouldBe(503);
        (asked + generator.Asked).ShouldBe(0);
        (ledger.IsFailing, ledger.IsMended) = (false, true);
        using var later = await server.PostAsync(path, body);
        _ = await later.Content.ReadAsStringAsync();
        (asked + generator.Asked).ShouldBe(1);
    }

    [Fact]
    public async Task Get_Ready_SaysThatTheLedgerCannotBeWritten()
    {
        await using var server = await StartAsync();
        using var response = await server.Client.GetAsync("/readyz");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldContain("ledger");
    }

    [Fact]
    public async Task Get_Ready_FilesOfTheLedgerWereDamaged_SaysHowManyAndStaysReady()
    {
        await using var server = await StartAsync();
        server.Services.GetRequiredService<BrokenLedger>().IsMended = true;
        using var response = await server.Client.GetAsync("/readyz");
        var text = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("\"warnings\":[\"damaged files");
        text.ShouldContain("beside it: 1");
        text.ShouldNotContain("/secret/path");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/breakdown")]
    [InlineData("/requests")]
    [InlineData("/runs")]
    [InlineData("/health")]
    [InlineData("/why?prompt=Hello")]
    [InlineData("/settings")]
    [InlineData("/audit")]
    public async Task Get_Dashboard_StaysUpAndSaysIt(string page)
    {
        await using var server = await StartAsync();
        using var response = await server.Client.GetAsync("/router" + page);

        ((int)response.StatusCode).ShouldBeOneOf(200, 503);
        (await response.Content.ReadAsStringAsync()).ShouldContain("</html>");
    }

    private static Task<ApiServer> StartAsync(
        IChatClient? model = null,
        ScriptedGenerator? generator = null
    ) =>
        ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
            {
                services.AddSingleton<BrokenLedger>();
                services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
                    "e",
                    generator ?? new ScriptedGenerator()
                );
                services.AddSingleton<ISpendLedger>(s => s.GetRequiredService<BrokenLedger>());
                services.AddSingleton<ISpendReport>(s => s.GetRequiredService<BrokenLedger>());
                services.AddSkRouterDashboard(options => options.AllowWithoutSignIn = true);
            },
            app => app.MapSkRouterDashboard(),
            ("m", model ?? new ReadyChatClient())
        );

    private sealed class BrokenLedger : ISpendLedger, ISpendReport, ILedgerHealth
    {
        public bool IsFailing { get; set; }

        public bool IsMended { get; set; }

        public ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken = default) =>
            new(IsMended ? null : "The disk is full.");

        public IReadOnlyList<string> DamagedFiles => ["/secret/path/skrouter.db.damaged-1-a"];

        public ValueTask AppendAsync(
            DecisionRecord record,
            CancellationToken cancellationToken = default
        ) => IsMended ? default : throw Down();

        public ValueTask<IReadOnlyList<SpendRow>> SumAsync(
            SpendQuery query,
            CancellationToken cancellationToken = default
        ) => throw Down();

        public ValueTask<IReadOnlyList<DecisionRecord>> RecentAsync(
            string? run = null,
            int count = 100,
            CancellationToken cancellationToken = default
        ) => throw Down();

        public ValueTask<IReadOnlyList<SpendPoint>> SeriesAsync(
            SpendQuery query,
            SpendGrain grain,
            TimeZoneInfo? zone = null,
            CancellationToken cancellationToken = default
        ) => throw Down();

        public ValueTask<IReadOnlyList<RunSpend>> RunsAsync(
            RunQuery query,
            CancellationToken cancellationToken = default
        ) => throw Down();

        public ValueTask<RecordPage> RecordsAsync(
            RecordQuery query,
            CancellationToken cancellationToken = default
        ) => throw Down();

        public ValueTask<SpendCoverage> CoverageAsync(
            CancellationToken cancellationToken = default
        ) => throw Down();

        private static RouterException Down() =>
            new(RouterErrorCode.Ledger, "'/secret/path/skrouter.db' cannot be written.");
    }
}
