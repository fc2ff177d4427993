using System.Text.Json;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

namespace SkRouter.FaultBench.Running;

/// <summary>Two simulated providers on the loopback address, each with one model.</summary>
internal sealed class Providers : IAsyncDisposable
{
    public const string Alpha = "alpha";
    public const string Beta = "beta";

    /// <summary>What both models answer.</summary>
    public const string Answer =
        "The order of the second of May was charged twice because a retry went past the idempotency key; "
        + "one of the two charges has been refunded, and the customer has been told.";

    private readonly SimulatorServer _first;
    private readonly SimulatorServer _second;

    private Providers(SimulatorServer first, SimulatorServer second, Wire wire)
    {
        _first = first;
        _second = second;
        Wire = wire;
        wire.Received = () => Primary.RequestCount + Fallback.RequestCount;
    }

    public Wire Wire { get; }

    public Uri AlphaEndpoint => _first.Endpoint;

    public Uri BetaEndpoint => _second.Endpoint;

    public SimulatedModel Primary => _first.Model(Alpha);

    public SimulatedModel Fallback => _second.Model(Beta);

    public static async Task<Providers> StartAsync(TimeProvider time, Wire wire)
    {
        var options = new SimulatorOptions { TimeProvider = time, OnRequest = _ => wire.Ended() };
        return new(
            await SimulatorServer.StartAsync(script => Script(script, Alpha), options),
            await SimulatorServer.StartAsync(script => Script(script, Beta), options),
            wire
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    private static void Script(ScriptBuilder script, string model) =>
        script.Model(
            model,
            built =>
                built
                    .When(
                        new() { Tool = "Charge", HasToolResults = false },
                        Simulator.Scripting.Answer.Call("Charge", """{"order":"4711"}""")
                    )
                    .Answer(new Answer { Compute = Rest })
        );

    /// <summary>A model that is given the beginning of its answer goes on from there.</summary>
    private static string Rest(SimulatedRequest request)
    {
        if (request.LastRole != "assistant")
        {
            return Answer;
        }

        var last = request.Body.GetProperty("messages").EnumerateArray().Last();
        return Answer[Text(last.GetProperty("content")).Length..];
    }

    private static string Text(JsonElement content) =>
        content.ValueKind == JsonValueKind.String
            ? content.GetString()!
            : string.Concat(
                content.EnumerateArray().Select(part => part.GetProperty("text").GetString())
            );
}
