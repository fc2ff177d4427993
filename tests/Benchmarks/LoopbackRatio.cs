using System.Diagnostics;
using System.Globalization;
using Microsoft.SemanticKernel;
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
    private const int WarmUpTurns = 100;

    private static readonly Kernel Kernel = RoutedModels.KernelOfARun();

    public static async Task RunAsync(int rounds)
    {
        await using var simulator = await SimulatorServer.StartAsync(
            script => script.Model("model", model => model.Say("An answer.")),
            new() { KeptRequests = 1 }
        );
        var direct = new OpenAIChatCompletionService("model", simulator.Endpoint, "none");
        var routed = RoutedModels.Over(direct, direct);
        var history = new ChatHistory("Which part of the shop is at fault?");
        for (var turn = 0; turn < WarmUpTurns; turn++)
        {
            await MeasureAsync(direct, history);
            await MeasureAsync(routed, history);
        }

        var wall = new List<double>();
        var processor = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var directly = default(TimeTaken);
            var throughRouter = default(TimeTaken);
            for (var turn = 0; turn < TurnsPerRound; turn++)
            {
                directly += await MeasureAsync(direct, history);
                throughRouter += await MeasureAsync(routed, history);
            }

            wall.Add(throughRouter.Wall / directly.Wall);
            processor.Add(throughRouter.Processor / directly.Processor);
            Console.Error.Write('.');
        }

        Console.Error.WriteLine();
        Print("wall clock", wall);
        Print("processor time of client and server", processor);
    }

    private static void Print(string what, List<double> ratios)
    {
        ratios.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"routed / direct, {what}: median {ratios[ratios.Count / 2]:0.000}, quartiles {ratios[ratios.Count / 4]:0.000} and {ratios[ratios.Count * 3 / 4]:0.000}"
            )
        );
    }

    private static async Task<TimeTaken> MeasureAsync(
        IChatCompletionService service,
        ChatHistory history
    )
    {
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < CallsPerTurn; i++)
        {
            await service.GetChatMessageContentsAsync(history, null, Kernel);
        }

        return new(Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
    }
}
