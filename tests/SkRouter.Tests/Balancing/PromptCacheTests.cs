using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.SemanticKernel;
using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Balancing;

/// <summary>A conversation that began in the west while the east was drained; by price alone it would go east.</summary>
public sealed class PromptCacheTests
{
    private const decimal WestInput = 3m;
    private const decimal WestCacheRead = 0.3m;
    private const decimal DearerThanTheCache = 1.5m;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Route_CacheIsWarmAndCheaper_StaysAndTheRecordShowsTheSum()
    {
        var kernel = await BegunInTheWestAsync(DearerThanTheCache, cached: 5_000);

        var record = await AskAsync(kernel);

        record.Deployment.ShouldBe("west");
        var saving =
            record.Profile!.EstimatedInputTokens
            * (DearerThanTheCache - WestCacheRead)
            / 1_000_000m;
        record
            .Route!.Candidates[0]
            .Reason.ShouldEndWith(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"prompt cache warm, saves about ${saving:0.000000}"
                )
            );
        saving.ShouldBeGreaterThan(0.0005m);
        record.Route.Candidates[1].Reason.ShouldNotContain("prompt cache");
    }

    [Fact]
    public async Task Route_OnlyAPartIsCached_MovesBecauseTheRestCostsMore()
    {
        var kernel = await BegunInTheWestAsync(DearerThanTheCache, cached: 10);

        (await AskAsync(kernel)).Deployment.ShouldBe("east");
    }

    [Fact]
    public async Task Route_CacheIsCold_Moves()
    {
        var kernel = await BegunInTheWestAsync(DearerThanTheCache, cached: 5_000);

        _time.Advance(TimeSpan.FromMinutes(5));

        var record = await AskAsync(kernel);
        record.Deployment.ShouldBe("east");
        record.Route!.Candidates[0].Reason.ShouldNotContain("prompt cache");
    }

    [Fact]
    public async Task Route_AnotherIsCheaperThanTheCache_Moves()
    {
        var kernel = await BegunInTheWestAsync(eastInput: 0.2m, cached: 5_000);

        (await AskAsync(kernel)).Deployment.ShouldBe("east");
    }

    [Fact]
    public async Task Route_NoCacheReported_Moves()
    {
        var kernel = await BegunInTheWestAsync(DearerThanTheCache, cached: 0);

        (await AskAsync(kernel)).Deployment.ShouldBe("east");
    }

    [Fact]
    public async Task Route_AnotherConversation_GoesByPrice()
    {
        var kernel = await BegunInTheWestAsync(DearerThanTheCache, cached: 5_000);

        (await AskAsync(kernel, run: "another")).Deployment.ShouldBe("east");
    }

    [Fact]
    public void Warm_MoreConversationsThanAreKept_ForgetsTheOldest()
    {
        var caches = new PromptCaches(_time, TimeSpan.FromMinutes(5));
        var deployment = new Deployment("west", "model", new());

        for (var i = 0; i <= 10_000; i++)
        {
            caches.Note(i.ToString(CultureInfo.InvariantCulture), deployment, 1);
        }

        caches.Warm("0").ShouldBeNull();
        caches.Warm("1").ShouldNotBeNull();
    }

    private async Task<Kernel> BegunInTheWestAsync(decimal eastInput, long cached)
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Options.Balancing = "LowestPrice";
                router.Deployment("east", east => east.Serves("model").Price(eastInput, 0));
                router.Deployment(
                    "west",
                    west => west.Serves("model").Price(WestInput, 0, WestCacheRead)
                );
                router.Role("writer", role => role.Prefer("model"));
            },
            ("east", Model(0)),
            ("west", Model(cached))
        );
        kernel.Router().Health.Drain("east");
        (await AskAsync(kernel)).Deployment.ShouldBe("west");
        await kernel.Router().Health.RestoreAsync("east");
        return kernel;
    }

    private static ScriptedChatClient Model(long cached) =>
        new(
            ScriptedStep.Answer("done") with
            {
                Usage = new()
                {
                    InputTokenCount = 10_000,
                    OutputTokenCount = 1,
                    CachedInputTokenCount = cached,
                },
            }
        );

    private static async Task<DecisionRecord> AskAsync(Kernel kernel, string run = "run")
    {
        var response = await ((IChatClient)kernel.Router().ForRole("writer")).GetResponseAsync(
            string.Concat(Enumerable.Repeat("word ", 1_000)),
            new ChatOptions { AdditionalProperties = new() { [CarrierKeys.Run] = run } }
        );
        return (DecisionRecord)response.AdditionalProperties![DecisionRecord.MetadataKey]!;
    }
}
