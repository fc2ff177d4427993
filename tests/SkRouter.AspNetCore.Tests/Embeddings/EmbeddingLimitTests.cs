using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Embeddings;

/// <summary>Embeddings are held to deadlines and budgets like chat, and what is left is booked.</summary>
public sealed class EmbeddingLimitTests
{
    private const string Body =
        """{"model":"text-embedding-3-small","input":"four words are here"}""";

    private readonly VirtualTimeProvider _time = new();

    public static TheoryData<BudgetScopeKind, string> Scopes =>
        new()
        {
            { BudgetScopeKind.All, "" },
            { BudgetScopeKind.Role, "embeddings" },
            { BudgetScopeKind.Agent, "indexer" },
            { BudgetScopeKind.Run, "r" },
            { BudgetScopeKind.Tenant, "acme" },
            { BudgetScopeKind.Tag, "project=apollo" },
            { BudgetScopeKind.Deployment, "e" },
        };

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Post_BudgetUsedUp_IsRefusedBeforeAnybodyIsAsked(
        BudgetScopeKind kind,
        string name
    )
    {
        var generator = new ScriptedGenerator();
        await using var server = await StartAsync(generator);
        server.Router.Budgets.Set(new(new(kind, name), 0, BudgetWindow.Forever));

        using var response = await AskAsync(server);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await response.Content.ReadAsStringAsync()).ShouldContain("insufficient_quota");
        generator.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task Post_WithinABudget_CountsWhatItCost()
    {
        await using var server = await StartAsync(new());
        server.Router.Budgets.Set(new(new(BudgetScopeKind.All, ""), 1, BudgetWindow.Forever));

        (await AskAsync(server)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var state = (await server.Router.Budgets.SnapshotAsync()).ShouldHaveSingleItem();
        state.SpentUsd.ShouldBe((await server.LastRecordAsync()).CostUsd!.Value);
        state.ReservedUsd.ShouldBe(0);
    }

    [Fact]
    public async Task Post_RunBudgetOfNothing_IsRefused()
    {
        await using var server = await StartAsync(new());

        using var response = await AskAsync(server, ("x-skrouter-run-budget-usd", "0"));

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Post_ProviderThatDoesNotAnswer_IsLeftAtTheDeadlineAndBooked()
    {
        await using var server = await StartAsync(new() { Hangs = true });
        server.Router.Budgets.Set(new(new(BudgetScopeKind.All, ""), 1, BudgetWindow.Forever));

        using var response = await _time.RunAsync(() => AskAsync(server));

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        var record = await server.LastRecordAsync();
        record.Outcome.ShouldBe(RoundTripOutcome.Failed);
        record.Usage.Estimated.ShouldBeTrue();
        record.CostUsd!.Value.ShouldBeGreaterThan(0);
        (await server.Router.Budgets.SnapshotAsync())[0].SpentUsd.ShouldBe(record.CostUsd.Value);
    }

    private static Task<HttpResponseMessage> AskAsync(
        ApiServer server,
        params (string, string)[] headers
    ) =>
        server.PostAsync(
            "/v1/embeddings",
            Body,
            [
                ("x-skrouter-agent", "indexer"),
                ("x-skrouter-run", "r"),
                ("x-skrouter-tenant", "acme"),
                ("x-skrouter-tags", "project=apollo"),
                .. headers,
            ]
        );

    private Task<ApiServer> StartAsync(ScriptedGenerator generator) =>
        ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
            {
                services.AddSingleton<TimeProvider>(_time);
                services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
                    "e",
                    generator
                );
            },
            models: [("m", new ScriptedChatClient(ScriptedStep.Answer("ok")))]
        );
}
