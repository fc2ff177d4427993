using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.Agents.Tests;

public class RoleAgentTests
{
    private static readonly AIFunction ReadFile = AIFunctionFactory.Create(
        () => "text",
        "read_file"
    );

    [Fact]
    public async Task CreateAgent_Run_SendsInstructionsSettingsAndOnlyTheRolesTools()
    {
        using var folder = new AgentFolder(("coder.yaml", AgentFolder.Role));
        var client = new FakeChatClient(static (_, _) => [new TextContent("done")]);
        var agent = folder
            .Read()
            .Roles["coder"]
            .CreateAgent(client, [ReadFile, AIFunctionFactory.Create(() => "", "delete_all")]);

        var response = await agent.RunAsync("go");

        response.Text.ShouldBe("done");
        agent.Name.ShouldBe("coder");
        var options = client.Options.ShouldHaveSingleItem().ShouldNotBeNull();
        options.Instructions.ShouldBe("Write the fix.");
        options.Temperature.ShouldBe(0);
        options.Tools.ShouldNotBeNull().Select(tool => tool.Name).ShouldBe(["read_file"]);
    }

    [Fact]
    public void CreateAgent_ToolIsNotOffered_NamesRoleFileAndTool()
    {
        using var folder = new AgentFolder(("coder.yaml", AgentFolder.Role));
        var role = folder.Read().Roles["coder"];
        using var client = new FakeChatClient(static (_, _) => []);

        var exception = Should.Throw<InvalidOperationException>(() => role.CreateAgent(client, []));

        exception.Message.ShouldContain("coder.yaml(1,1)");
        exception.Message.ShouldContain("read_file");
    }

    [Fact]
    public async Task CreateAgent_ModelNeverStopsCallingTools_EndsAfterTheRoundTripsAllowed()
    {
        using var folder = new AgentFolder(("coder.yaml", AgentFolder.Role));
        var calls = 0;
        var client = new FakeChatClient(
            (_, options) =>
                options?.Tools is { Count: > 0 }
                    ?
                    [
                        new FunctionCallContent(
                            FormattableString.Invariant($"call{++calls}"),
                            "read_file"
                        ),
                    ]
                    : [new TextContent("out of turns")]
        );
        var agent = folder.Read().Roles["coder"].CreateAgent(client, [ReadFile], roundTrips: 4);

        await agent.RunAsync("go");

        client.Options.Count.ShouldBeLessThanOrEqualTo(5);
        calls.ShouldBe(4);
    }

    [Fact]
    public async Task AddAgentRoles_FirstModelFails_FallsBackAsTheFileSaysAndBooksItOnTheAgent()
    {
        using var folder = new AgentFolder(("coder.yaml", AgentFolder.Role));
        var definitions = folder.Read();
        var services = new ServiceCollection();
        services.AddKeyedSingleton<IChatClient>(
            "strong",
            new FakeChatClient(static (_, _) => throw new HttpRequestException("down"))
        );
        services.AddKeyedSingleton<IChatClient>(
            "reserve",
            new FakeChatClient(static (_, _) => [new TextContent("done")])
        );
        services.AddSkRouter(router =>
            router
                .AddAgentRoles(definitions)
                .Deployment("strong", deployment => deployment.Free().Options.Retries = 0)
                .Deployment("reserve", deployment => deployment.Free())
        );
        await using var provider = services.BuildServiceProvider();
        var agent = definitions
            .Roles["coder"]
            .CreateAgent(provider.GetRequiredKeyedService<IChatClient>("coder"), [ReadFile]);

        var first = await agent.RunAsync("go");
        await agent.RunAsync("go", await agent.CreateSessionAsync());

        first.Text.ShouldBe("done");
        var row = (
            await provider
                .GetRequiredService<ISpendLedger>()
                .SumAsync(new() { By = SpendDimension.Agent | SpendDimension.Role })
        ).ShouldHaveSingleItem();
        row.Agent.ShouldBe("coder");
        row.Role.ShouldBe("coder");
        row.RoundTrips.ShouldBe(2);
        row.Fallbacks.ShouldBe(2);
    }

    [Fact]
    public async Task AddAgentRoles_OneSession_IsOneRun()
    {
        using var folder = new AgentFolder(("coder.yaml", AgentFolder.Role));
        var definitions = folder.Read();
        var services = new ServiceCollection();
        foreach (var key in new[] { "strong", "reserve" })
        {
            services.AddKeyedSingleton<IChatClient>(
                key,
                new FakeChatClient(static (_, _) => [new TextContent("done")])
            );
        }

        services.AddSkRouter(router =>
        {
            router.AddAgentRoles(definitions);
            router.Options.MissingPrice = MissingPriceAction.Warn;
        });
        await using var provider = services.BuildServiceProvider();
        var agent = definitions
            .Roles["coder"]
            .CreateAgent(provider.GetRequiredKeyedService<IChatClient>("coder"), [ReadFile]);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);
        await agent.RunAsync("other", await agent.CreateSessionAsync());

        var rows = await provider
            .GetRequiredService<ISpendLedger>()
            .SumAsync(new() { By = SpendDimension.Run });
        rows.Select(row => row.RoundTrips).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task AddAgentRoles_FileNamesUnknownModel_FailsWithTheNameAtFirstUse()
    {
        using var folder = new AgentFolder(("coder.yaml", AgentFolder.Role));
        var services = new ServiceCollection();
        services.AddKeyedSingleton<IChatClient>("other", new FakeChatClient(static (_, _) => []));
        services.AddSkRouter(router =>
            router.AddAgentRoles(folder.Path).Deployment("other", deployment => deployment.Free())
        );
        await using var provider = services.BuildServiceProvider();

        var exception = await Should.ThrowAsync<RouterConfigurationException>(() =>
            provider.GetRequiredKeyedService<IChatClient>("coder").GetResponseAsync("go")
        );

        exception.Message.ShouldContain("'strong'");
        exception.Message.ShouldContain("'reserve'");
    }
}
