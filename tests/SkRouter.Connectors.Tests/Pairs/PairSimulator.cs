using Microsoft.Extensions.AI;
using SkRouter.Connectors.Registration;
using SkRouter.Connectors.Wire;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Connectors.Tests.Pairs;

/// <summary>One simulator that plays all models of the pairs, and the real connectors pointed at it.</summary>
public sealed class PairSimulator : IAsyncLifetime, IDisposable
{
    public const string Key = "sk-pair-key-0123456789";
    private readonly ProviderConnections _connections = new(TimeProvider.System);
    private SimulatorServer? _server;

    public SimulatorServer Server => _server!;

    public async Task InitializeAsync() =>
        _server = await StartAsync(static _ => false, static _ => { });

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    public void Dispose() => _connections.Dispose();

    /// <summary>Starts a simulator of one's own, with some of the models changed.</summary>
    internal static Task<SimulatorServer> StartAsync(
        Func<Pair, bool> which,
        Action<ModelBuilder> change
    ) =>
        SimulatorServer.StartAsync(script =>
        {
            foreach (var pair in Pair.All)
            {
                script.Model(
                    pair.Model,
                    model =>
                    {
                        Play(model, pair);
                        if (which(pair))
                        {
                            change(model);
                        }
                    }
                );
            }
        });

    internal IChatClient Client(Pair pair) =>
        new ProviderClients(_connections, TimeProvider.System).Create(
            KnownProviders.Get(pair.Provider),
            pair.Model,
            Options(pair, new())
        );

    internal ProviderOptions Options(Pair pair, ProviderOptions options)
    {
        options.BaseUrl = Server.Endpoint;
        options.ApiKey = KnownProviders.Get(pair.Provider).KeyVariable is null ? null : Key;
        return options;
    }

    /// <summary>Two tools one after the other, then an answer that quotes both, every step with its own thought.</summary>
    private static void Play(ModelBuilder model, Pair pair)
    {
        if (pair.Speaks is { } dialect)
        {
            model.Speaks(dialect);
        }

        model
            .When(
                new() { ToolResults = "0" },
                Answer.Call("lookup", """{"city":"Paris"}""") with
                {
                    Reasoning = $"[{pair.Model}] wonders about the place.",
                    Text = "Let me see.",
                }
            )
            .When(
                new() { ToolResults = "1" },
                Answer.Call("measure", """{"what":"wind"}""") with
                {
                    Reasoning = $"[{pair.Model}] wonders about the wind.",
                }
            )
            .When(
                new() { ToolResults = "2-" },
                Answer.Say("Sunny, and the wind: {{toolResult}}.") with
                {
                    Reasoning = $"[{pair.Model}] is sure.",
                }
            );
    }
}
