using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using SkRouter.Cli.Commands.Mcp;
using SkRouter.Cli.Commands.Route;
using SkRouter.Cli.Tests.Runs;
using SkRouter.Ledger.Sqlite;

namespace SkRouter.Cli.Tests.Mcp;

public sealed class McpCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly ConfiguredRouter _configured = ConfiguredRouter.Load(null);
    private SqliteSpendReport _ledger = null!;
    private McpServer _server = null!;
    private McpClient _client = null!;
    private Task _serving = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        var file = Path.Combine(_folder.FullName, "skrouter.db");
        await RunLedger.WriteAsync(file);
        _ledger = SqliteSpendReport.Open(file);
        _server = McpServer.Create(
            new StreamServerTransport(_toServer.Reader.AsStream(), _toClient.Writer.AsStream()),
            McpCommand.Options(_configured, _ledger)
        );
        _serving = _server.RunAsync();
        _client = await McpClient.CreateAsync(
            new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream())
        );
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _toServer.Writer.CompleteAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _ledger.Dispose();
        _configured.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ListTools_WithALedger_HasAllTools()
    {
        var tools = await _client.ListToolsAsync();

        tools
            .Select(tool => tool.Name)
            .ShouldBe(
                ["list_models", "explain_route", "spend_so_far", "explain_last_route", "show_run"],
                ignoreOrder: true
            );
        tools.ShouldAllBe(tool => tool.Description.Length > 20);
    }

    [Fact]
    public async Task ListModels_Called_NamesTheConfiguredOnes()
    {
        var models = JsonElement.Parse(await CallAsync("list_models"));

        models.GetArrayLength().ShouldBe(_configured.Router.Deployments.Count);
    }

    [Fact]
    public async Task ExplainRoute_Prompt_TellsTheChosen()
    {
        var report = JsonElement.Parse(
            await CallAsync(
                "explain_route",
                ("prompt", "Prove that there are infinitely many primes.")
            )
        );

        report.GetProperty("chosen").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task SpendSoFar_Run_SumsIt()
    {
        var report = JsonElement.Parse(await CallAsync("spend_so_far", ("run", "run-1")));

        report.GetProperty("costUsd").GetDecimal().ShouldBe(1.5m);
    }

    [Fact]
    public async Task ExplainLastRoute_RunAndAgent_TellsOfTheNewest() =>
        (await CallAsync("explain_last_route", ("run", "run-1"), ("agent", "coder"))).ShouldContain(
            "Answered by m, cost 0.25 USD."
        );

    [Fact]
    public async Task ShowRun_Run_DrawsIt() =>
        (await CallAsync("show_run", ("run", "run-1"))).ShouldStartWith("flowchart LR");

    private async Task<string> CallAsync(
        string tool,
        params (string Name, object? Value)[] arguments
    )
    {
        var result = await _client.CallToolAsync(
            tool,
            arguments.ToDictionary(argument => argument.Name, argument => argument.Value)
        );
        result.IsError.ShouldNotBe(true);
        return string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
    }
}
