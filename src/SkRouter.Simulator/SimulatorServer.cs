using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkRouter.Simulator.Scripting;
using SkRouter.Simulator.Serving;

namespace SkRouter.Simulator;

/// <summary>A provider on the loopback address that speaks several providers' protocols and plays a script.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly SimulatedClock _clock;
    private readonly Dictionary<string, SimulatedModel> _models;

    private SimulatorServer(
        WebApplication app,
        CancellationTokenSource stopping,
        SimulatedClock clock,
        Dictionary<string, SimulatedModel> models
    )
    {
        _app = app;
        _stopping = stopping;
        _clock = clock;
        _models = models;
        Endpoint = new(_app.Urls.First() + "/v1");
    }

    /// <summary>The base address for clients, such as <c>http://127.0.0.1:51234/v1</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>The models, in the order of the script.</summary>
    public IReadOnlyCollection<SimulatedModel> Models => _models.Values;

    /// <summary>The sum of the usage that clients were told in responses that were sent completely, of all models.</summary>
    public TokenUsage UsageSent =>
        _models.Values.Aggregate(default(TokenUsage), (sum, model) => sum + model.UsageSent);

    /// <summary>Starts a simulator.</summary>
    /// <param name="script">What it plays.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SimulatorScriptException">The script is wrong.</exception>
    public static async Task<SimulatorServer> StartAsync(
        SimulatorScript script,
        SimulatorOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new();
        var compiled = ScriptCompiler.Compile(script);
        var models = compiled.Models.ToDictionary(
            model => model.Source.Name,
            model => new SimulatedModel(model, options.KeptRequests),
            StringComparer.Ordinal
        );
        var stopping = new CancellationTokenSource();
        var handler = new RequestHandler(compiled, models, options, stopping.Token);
        var app = Build(options.Port);
        app.Run(handler.HandleAsync);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new(app, stopping, handler.Clock, models);
    }

    /// <summary>Starts a simulator with a script written in code.</summary>
    /// <param name="write">Writes the script.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SimulatorScriptException">The script is wrong.</exception>
    public static Task<SimulatorServer> StartAsync(
        Action<ScriptBuilder> write,
        SimulatorOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var builder = new ScriptBuilder();
        write(builder);
        return StartAsync(builder.Build(), options, cancellationToken);
    }

    /// <summary>A running model.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">The script has no such model.</exception>
    public SimulatedModel Model(string name) =>
        _models.TryGetValue(name, out var model)
            ? model
            : throw new KeyNotFoundException(
                $"No model '{name}'; there are {string.Join(", ", _models.Keys)}."
            );

    /// <summary>Waits until so many responses are waiting for the clock: then a fake clock can be moved on.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForDelaysAsync(int count = 1, CancellationToken cancellationToken = default) =>
        _clock.WaitForDelaysAsync(count, cancellationToken);

    /// <summary>Stops; requests that still run are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (var patience = new CancellationTokenSource(StopPatience))
        {
            // Disposing alone would not wait for the last entries of the log.
            await _app.StopAsync(patience.Token).ConfigureAwait(false);
        }

        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static WebApplication Build(int port)
    {
        // The empty builder reads no settings, environment or files of the app around.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder
            .WebHost.UseKestrelCore()
            .UseSockets(sockets =>
            {
                // A flush ends when the bytes are with the operating system: what is sent before a cut really arrives.
                sockets.MaxWriteBufferSize = 2;
            })
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
                // Slow clients are what tests are about.
                kestrel.Limits.MinResponseDataRate = null;
                kestrel.Limits.MinRequestBodyDataRate = null;
                kestrel.Listen(
                    IPAddress.Loopback,
                    port,
                    listen => listen.Protocols = HttpProtocols.Http1
                );
            });
        return builder.Build();
    }
}
