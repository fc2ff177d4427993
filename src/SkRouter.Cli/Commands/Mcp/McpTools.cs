using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Cli.Commands.Route;
using SkRouter.Cli.Commands.Runs;
using SkRouter.Plugin;
using SkRouter.Spend;

namespace SkRouter.Cli.Commands.Mcp;

/// <summary>What the MCP server offers.</summary>
internal static class McpTools
{
    public static IEnumerable<AIFunction> Of(ConfiguredRouter configured, ISpendReport? ledger)
    {
        yield return configured
            .Router.CreateTools()
            .Single(static tool => tool.Name == "list_models");
        yield return Tool(
            ([Description("The user's message.")] string prompt, string? role = null) =>
                JsonSerializer.Serialize(
                    RouteReport.Of(
                        configured.Source,
                        prompt,
                        configured.Router.Explain([new(ChatRole.User, prompt)], null, role)
                    ),
                    CommandOutput.Readable
                ),
            "explain_route",
            "Tells which model a prompt would go to in a role, and why. Asks no provider."
        );
        if (ledger is null)
        {
            yield break;
        }

        yield return Tool(
            async (string run, CancellationToken cancellation) =>
            {
                var graph = await RunRecords
                    .ReadAsync(ledger, run, cancellation)
                    .ConfigureAwait(false);
                return JsonSerializer.Serialize(RunReport.Of(graph), CommandOutput.Readable);
            },
            "spend_so_far",
            "Tells what a run has cost so far in USD, in all and for each agent, and how work went from agent to agent."
        );
        yield return Tool(
            async (string run, string? agent = null, CancellationToken cancellation = default) =>
            {
                var page = await ledger
                    .RecordsAsync(
                        new()
                        {
                            Run = run,
                            Agent = agent,
                            Count = 1,
                        },
                        cancellation
                    )
                    .ConfigureAwait(false);
                return page.Records.Count == 0
                    ? "There is no answer of that run and agent on record."
                    : LastRoute.Explain(page.Records[0]);
            },
            "explain_last_route",
            "Explains which model gave the last answer of a run, why, what was tried before it, and what it cost."
        );
        yield return Tool(
            async (string run, CancellationToken cancellation) =>
                (
                    await RunRecords.ReadAsync(ledger, run, cancellation).ConfigureAwait(false)
                ).ToMermaid(),
            "show_run",
            "Draws agents, handovers and tools of a run as a Mermaid flowchart."
        );
    }

    // Text is what the tools return; written as JSON it would come in quotes.
    private static AIFunction Tool(Delegate work, string name, string description) =>
        AIFunctionFactory.Create(
            work,
            new AIFunctionFactoryOptions
            {
                Name = name,
                Description = description,
                MarshalResult = static (result, _, _) => ValueTask.FromResult(result),
            }
        );
}
