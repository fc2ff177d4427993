using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Access;
using SkRouter.Budgets;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Access;

/// <summary>What a key opened is its own, or its group's: no other key can join it, stop it or spend its budget.</summary>
public sealed class OwnershipTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Hello =
        """{"model":"writer","max_tokens":10,"messages":[{"role":"user","content":"x"}]}""";

    [Theory]
    [InlineData("x-skrouter-run", "ticket-1")]
    [InlineData("x-skrouter-tenant", "acme")]
    [InlineData("x-skrouter-agent", "planner")]
    [InlineData("x-skrouter-tags", "project=apollo")]
    public async Task Post_NameOfAnother_IsRefusedWithoutTellingAnything(string header, string name)
    {
        await using var server = await StartAsync();
        var (ann, bob) = (Add(server, "ann"), Add(server, "bob"));

        (await AskAsync(server, ann, (header, name))).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await AskAsync(server, bob, (header, name));
        (await AskAsync(server, ann, (header, name))).StatusCode.ShouldBe(HttpStatusCode.OK);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var text = await refused.Content.ReadAsStringAsync();
        text.ShouldContain("may not use");
        text.ShouldNotContain("key_");
        text.ShouldNotContain("USD");
    }

    [Fact]
    public async Task Post_RunBudgetOfAnothersRun_DoesNotStopIt()
    {
        await using var server = await StartAsync();
        var (ann, bob) = (Add(server, "ann"), Add(server, "bob"));
        (await AskAsync(server, ann, ("x-skrouter-run", "r"))).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );

        (
            await AskAsync(server, bob, ("x-skrouter-run", "r"), ("x-skrouter-run-budget-usd", "0"))
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await AskAsync(server, ann, ("x-skrouter-run", "r"))).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task Post_TraceOfAnothersRun_DoesNotSpendItsBudget()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await using var server = await StartAsync();
        var (ann, bob) = (Add(server, "ann"), Add(server, "bob"));
        (
            await AskAsync(
                server,
                ann,
                ("x-skrouter-run", Trace),
                ("x-skrouter-run-budget-usd", "0.0006")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);

        for (var i = 0; i < 5; i++)
        {
            (
                await AskAsync(server, bob, ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"))
            ).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await AskAsync(server, ann, ("x-skrouter-run", Trace))).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task Post_RunThatTheAppOpened_IsNoCallers()
    {
        await using var server = await StartAsync();
        using var run = server.Router.BeginRun("job", budgetUsd: 1, id: "job-1");

        (
            await AskAsync(server, Add(server, "ann"), ("x-skrouter-run", "job-1"))
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Post_TenantThatAKeyIsBoundTo_IsThatKeysFromTheStart()
    {
        await using var server = await StartAsync();
        var bound = Add(server, "bound", key => key with { Tenant = "acme" });
        var bob = Add(server, "bob");

        (await AskAsync(server, bob, ("x-skrouter-tenant", "acme"))).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        using var own = await AskAsync(server, bound, ("x-skrouter-tenant", "other"));
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.LastRecordAsync()).Tenant.ShouldBe("acme");
    }

    [Fact]
    public async Task Post_SameGroup_SharesWhatItOpens()
    {
        await using var server = await StartAsync();
        var ann = Add(server, "ann", key => key with { Group = "team" });
        var bob = Add(server, "bob", key => key with { Group = "team" });
        var eve = Add(server, "eve");
        foreach (var key in new[] { ann, bob })
        {
            (
                await AskAsync(server, key, ("x-skrouter-run", "r"), ("x-skrouter-tenant", "t"))
            ).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await AskAsync(server, eve, ("x-skrouter-run", "r"))).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task Post_TagsAndAgentsWithoutABudget_AreEverybodys()
    {
        await using var server = await StartAsync();
        foreach (var key in new[] { Add(server, "ann"), Add(server, "bob") })
        {
            (
                await AskAsync(
                    server,
                    key,
                    ("x-skrouter-tags", "stage=test"),
                    ("x-skrouter-agent", "helper")
                )
            ).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Post_MessageNameOfAnothersAgent_DoesNotSpendItsBudget()
    {
        await using var server = await StartAsync();
        var (ann, bob) = (Add(server, "ann"), Add(server, "bob"));
        (await AskAsync(server, ann, ("x-skrouter-agent", "planner"))).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );

        using var response = await server.PostAsync(
            Chat,
            """{"model":"writer","messages":[{"role":"system","name":"planner","content":"y"},{"role":"user","content":"x"}]}""",
            ("x-api-key", bob)
        );

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Post_SoManyTagsThatTheKeysOwnWouldBeLeftOut_IsRefused()
    {
        await using var server = await StartAsync();
        var tags = string.Join(
            ',',
            Enumerable.Range(0, 16).Select(i => FormattableString.Invariant($"a{i}=1"))
        );

        (await AskAsync(server, Add(server, "ann"), ("x-skrouter-tags", tags))).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    private static Task<HttpResponseMessage> AskAsync(
        ApiServer server,
        string key,
        params (string, string)[] headers
    ) => server.PostAsync(Chat, Hello, [("x-api-key", key), .. headers]);

    private static string Add(ApiServer server, string name, Func<ApiKey, ApiKey>? change = null)
    {
        var secret = ApiKeySecret.New();
        var key = new ApiKey
        {
            Id = $"key_{name}",
            Name = name,
            Prefix = ApiKeySecret.PrefixOf(secret),
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        server.Services.GetRequiredService<IApiKeyStore>().Add(change?.Invoke(key) ?? key, secret);
        return secret;
    }

    private static async Task<ApiServer> StartAsync()
    {
        var server = await ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
                services.Configure<SkRouterApiOptions>(options => options.AllowWithoutKey = false),
            models:
            [
                (
                    "m",
                    new ScriptedChatClient([.. Enumerable.Repeat(ScriptedStep.Answer("ok"), 50)])
                ),
            ]
        );
        server.Router.Budgets.Set(
            new(new(BudgetScopeKind.Agent, "planner"), 5, BudgetWindow.Forever)
        );
        server.Router.Budgets.Set(
            new(new(BudgetScopeKind.Tag, "project=*"), 5, BudgetWindow.Forever)
        );
        return server;
    }
}
