using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Budgets;
using SkRouter.Cli.Tests.Route;
using SkRouter.DependencyInjection;
using SkRouter.Ledger.Sqlite;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Cli.Tests.Budgets;

public sealed class BudgetCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Budget_SetInTheFile_HoldsTheAppAndIsListed()
    {
        await using (App())
        {
            // Makes the file.
        }

        var set = CommandRun.Of(
            "budget",
            "set",
            "tenant:*",
            "0.05",
            "--per",
            "day",
            "--zone",
            "Europe/Berlin",
            "--ledger",
            Ledger
        );
        await using (var app = App())
        {
            using var scope = RoutingScope.Begin(tenant: "acme");
            await AskAsync(app);
            await Should.ThrowAsync<BudgetExceededException>(async () =>
            {
                while (true)
                {
                    await AskAsync(app);
                }
            });
        }

        set.Error.ShouldBeEmpty();
        set.Output.ShouldContain("each Tenant '*' (day Europe/Berlin) is 0.05 USD, Refuse.");
        var list = CommandRun.Of("budget", "list", "--ledger", Ledger);
        list.Error.ShouldBeEmpty();
        list.Output.ShouldContain("| tenant:* ");
        list.Output.ShouldContain("| tenant:acme ");
        list.Output.ShouldContain("█");
        var json = JsonDocument.Parse(
            CommandRun.Of("budget", "list", "--json", "--ledger", Ledger).Output
        );
        var acme = json
            .RootElement.EnumerateArray()
            .Single(budget => budget.GetProperty("scope").GetString() == "tenant:acme");
        acme.GetProperty("spentUsd").GetDecimal().ShouldBeInRange(0.0002m, 0.05m);
        acme.GetProperty("limitUsd").GetDecimal().ShouldBe(0.05m);
        acme.GetProperty("reservedUsd").GetDecimal().ShouldBe(0);
        acme.GetProperty("setInFile").GetBoolean().ShouldBeFalse();

        CommandRun
            .Of(
                "budget",
                "remove",
                "tenant:*",
                "--per",
                "day",
                "--zone",
                "Europe/Berlin",
                "--ledger",
                Ledger
            )
            .ExitCode.ShouldBe(0);
        CommandRun
            .Of("budget", "remove", "tenant:*", "--per", "day", "--ledger", Ledger)
            .Error.ShouldContain("budget list");
    }

    [Theory]
    [InlineData("is no scope", "budget", "set", "team:x", "1")]
    [InlineData("key=value", "budget", "set", "tag:x", "1")]
    [InlineData("is no window", "budget", "set", "all", "1", "--per", "year")]
    [InlineData("not both", "budget", "set", "all", "1", "--per", "day", "--rolling", "01:00:00")]
    [InlineData("negative", "budget", "set", "all", "--", "-1")]
    [InlineData("no ledger", "budget", "set", "all", "1")]
    [InlineData("no ledger", "budget", "list")]
    public void Budget_SomethingWrong_SaysWhat(string said, params string[] arguments)
    {
        var at = arguments.ToList().IndexOf("--") is var dashes and >= 0
            ? dashes
            : arguments.Length;

        var run = CommandRun.Of([.. arguments[..at], "--ledger", Ledger, .. arguments[at..]]);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(said);
        File.Exists(Ledger).ShouldBeFalse();
    }

    private ServiceProvider App()
    {
        var services = new ServiceCollection();
        services.AddModel("a", new ScriptedChatClient(ScriptedStep.Answer("yes")));
        services.AddSkRouter(router =>
            router
                .UseSqliteLedger(Ledger)
                .Deployment("a", deployment => deployment.Price(input: 1, output: 10))
                .Role("coder", role => role.Prefer("a"))
        );
        var app = services.BuildServiceProvider();
        app.GetRequiredService<ModelRouter>();
        return app;
    }

    private static Task<ChatResponse> AskAsync(ServiceProvider app) =>
        app.GetRequiredService<ModelRouter>()
            .ForRole("coder")
            .GetResponseAsync([new(ChatRole.User, "hi")]);
}
