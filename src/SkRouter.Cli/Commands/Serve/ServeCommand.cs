using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SkRouter.Access;
using SkRouter.AspNetCore;
using SkRouter.AspNetCore.Api;
using SkRouter.Cli.Commands.Route;
using SkRouter.Ledger.Sqlite.Writing;
using SkRouter.Routing;
using SkRouter.Spend;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Serve;

/// <summary><c>skrouter serve</c>: the router behind HTTP.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = new Option<string?>("--config")
        {
            Description =
                "A JSON file with the sections SkRouter and Server; skrouter.json of this folder if it is there, and else simulated models.",
        };
        var urls = new Option<string[]>("--url")
        {
            Description = "Where to listen, such as http://127.0.0.1:4141. May be given again.",
        };
        var ledger = new Option<string?>("--ledger")
        {
            Description = "The ledger's file; made if it is missing.",
        };
        var noAuth = new Option<bool>("--no-auth")
        {
            Description =
                "Asks nobody for a key or to sign in. Only for your own machine: it listens on loopback addresses only, and refuses what comes through a proxy.",
        };
        var example = new Option<bool>("--example")
        {
            Description = "Prints a file to start from, and ends.",
        };
        var command = new Command(
            "serve",
            "Serves the router to OpenAI and Anthropic clients over HTTP, with a dashboard."
        )
        {
            config,
            urls,
            ledger,
            noAuth,
            example,
        };
        command.SetAction(
            (parsed, cancellation) =>
                CommandOutput.RunAsync(
                    parsed,
                    output =>
                    {
                        if (parsed.GetValue(example))
                        {
                            output.Line(ServeConfiguration.ExampleText());
                            return Task.CompletedTask;
                        }

                        var configuration = ServeConfiguration.Load(parsed.GetValue(config));
                        var plan = ServePlan.Of(
                            configuration,
                            parsed.GetValue(urls) ?? [],
                            parsed.GetValue(ledger),
                            parsed.GetValue(noAuth),
                            Environment.GetEnvironmentVariable
                        );
                        return ServeAsync(configuration, plan, output, cancellation);
                    }
                )
        );
        return command;
    }

    /// <summary>Everything that can be wrong is said before the first request, in a sentence.</summary>
    private static void Verify(IServiceProvider services)
    {
        services.GetRequiredService<ModelRouter>().Validate();
        try
        {
            _ = services.GetRequiredService<IOptions<SkRouterDashboardOptions>>().Value;
            _ = services.GetRequiredService<IOptions<SkRouterApiOptions>>().Value;
        }
        catch (OptionsValidationException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static async Task ServeAsync(
        ServeConfiguration configuration,
        ServePlan plan,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        var simulator = configuration.IsDemo
            ? await SimulatedProviders.StartAsync(configuration, cancellation).ConfigureAwait(false)
            : null;
        try
        {
            if (plan.Ledger is { } ledger && LedgerProbe.IsLocked(ledger))
            {
                output.Progress.WriteLine(
                    $"skrouter: the ledger {ledger} is locked by another process. Waiting for it for up to 30 seconds; to start at once, stop the other process or name another file with --ledger."
                );
            }

            var app = ServeHost.Build(configuration, plan);
            await using var ending = app.ConfigureAwait(false);
            var router = app.Services.GetRequiredService<ModelRouter>();
            Verify(app.Services);
            await app.StartAsync(cancellation).ConfigureAwait(false);
            // Not before it listens: a key that is made and never shown would be lost.
            var first = FirstKeys.MakeIfMissing(app.Services, configuration, plan);
            foreach (
                var line in new ServeGreeting(configuration, plan, first).Lines(
                    router,
                    app.Services.GetRequiredService<IApiKeyStore>(),
                    [.. app.Urls]
                )
            )
            {
                output.Line(line);
            }

            var since = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            using var signals = new StopSignals(app.Services.GetRequiredService<CallDrain>());
            await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
            if (
                await ServeFarewell
                    .LineAsync(app.Services.GetRequiredService<ISpendReport>(), since)
                    .ConfigureAwait(false) is
                { } farewell
            )
            {
                output.Line(farewell);
            }
        }
        finally
        {
            if (simulator is not null)
            {
                await simulator.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
