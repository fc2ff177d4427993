using System.CommandLine;
using ModelContextProtocol.Server;
using SkRouter.Cli.Commands.Route;
using SkRouter.Ledger.Sqlite;

namespace SkRouter.Cli.Commands.Mcp;

/// <summary><c>skrouter mcp</c>: an MCP server over standard input and output, for agents that want to know about routes and spend.</summary>
internal static class McpCommand
{
    private const string Name = "skrouter";

    public static Command Create()
    {
        var config = new Option<string?>("--config")
        {
            Description =
                "The app's configuration, a JSON file with a section SkRouter; an example if left out.",
        };
        var ledger = new Option<string?>("--ledger")
        {
            Description = "A ledger file, for what runs have cost and how they went.",
        };
        var command = new Command(
            "mcp",
            "Serves list_models, explain_route and, with a ledger, spend_so_far, explain_last_route and show_run over MCP (stdio). Asks no provider."
        )
        {
            config,
            ledger,
        };
        command.SetAction(
            (parsed, cancellation) =>
                CommandOutput.RunAsync(
                    parsed,
                    _ => ServeAsync(parsed.GetValue(config), parsed.GetValue(ledger), cancellation)
                )
        );
        return command;
    }

    public static McpServerOptions Options(ConfiguredRouter configured, SqliteSpendReport? ledger)
    {
        var tools = new McpServerPrimitiveCollection<McpServerTool>();
        foreach (var tool in McpTools.Of(configured, ledger))
        {
            tools.Add(McpServerTool.Create(tool));
        }

        return new()
        {
            ServerInfo = new()
            {
                Name = Name,
                Version =
                    typeof(McpCommand).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0",
            },
            ToolCollection = tools,
        };
    }

    private static async Task ServeAsync(
        string? config,
        string? ledgerFile,
        CancellationToken cancellation
    )
    {
        using var configured = ConfiguredRouter.Load(config);
        using var ledger = ledgerFile is null ? null : SqliteSpendReport.Open(ledgerFile);
        var transport = new StdioServerTransport(Name);
        await using var ending = transport.ConfigureAwait(false);
        var server = McpServer.Create(transport, Options(configured, ledger));
        await using var serverEnding = server.ConfigureAwait(false);
        await server.RunAsync(cancellation).ConfigureAwait(false);
    }
}
