using System.Diagnostics;
using System.Globalization;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.Simulator;

namespace SkRouter.Benchmarks;

/// <summary>
/// How much longer a call over loopback takes with the router in front of Semantic Kernel's OpenAI connector. Direct and routed
/// calls take turns, so that what else the machine does hits both; the median of the rounds' ratios leaves out what hit one.
/// </summary>
internal static class LoopbackRatio
{
    private const int CallsPerTurn = 200;
    private const int TurnsPerRound = 4;

    public static async Task RunAsync(int rounds)
    {
        await using var simulator = await SimulatorServer.StartAsync(
            script => script.Model("model", model => model.Say("An answer.")),
            new() { KeptRequests = 1 }
        );
        var direct = new OpenAIChatCompletionService("model", simulator.Endpoint, "none");
        var routed = RoutedModels.Over(direct, direct);
        var history = new ChatHistory("Which part of the shop is at fault?");
        await MeasureAsync(direct, history);
        await MeasureAsync(routed, history);

        var ratios = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var directly = TimeSpan.Zero;
            var throughRouter = TimeSpan.Zero;
            for (var turn = 0; turn < TurnsPerRound; turn++)
            {
                directly += await MeasureAsync(direct, history);
                throughRouter += await MeasureAsync(routed, history);
            }

            ratios.Add(throughRouter / directly);
            Console.Error.Write('.');
        }

        ratios.Sort();
        Console.Error.WriteLine();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"routed / direct: median {ratios[ratios.Count / 2]:0.000}, quartiles {ratios[ratios.Count / 4]:0.000} and {ratios[ratios.Count * 3 / 4]:0.000}, {rounds} rounds of {CallsPerTurn * TurnsPerRound} calls each"
            )
        );
    }

    private static async Task<TimeSpan> MeasureAsync(
        IChatCompletionService service,
        ChatHistory history
    )
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < CallsPerTurn; i++)
        {
            await service.GetChatMessageContentsAsync(history);
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
