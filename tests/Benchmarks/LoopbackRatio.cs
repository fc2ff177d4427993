using System.Diagnostics;
using System.Globalization;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.Simulator;

namespace SkRouter.Benchmarks;

/// <summary>
/// How much longer a call over loopback takes with the router in front of Semantic Kernel's OpenAI connector, and with a
/// hand-written Polly pipeline there. All three take turns, so that what else the machine does hits each; the median of the
/// rounds' ratios leaves out what hit one.
/// </summary>
internal static class LoopbackRatio
{
    private const int CallsPerTurn = 200;
    private const int TurnsPerRound = 4;
    private const int WarmUpTurns = 100;

    private static readonly Kernel Kernel = RoutedModels.KernelOfARun();

    public static async Task RunAsync(int rounds, int callers)
    {
        await using var simulator = await SimulatorServer.StartAsync(
            script => script.Model("model", model => model.Say("An answer.")),
            new() { KeptRequests = 1 }
        );
        var direct = new OpenAIChatCompletionService("model", simulator.Endpoint, "none");
        var polly = new PipelinedModel(direct, direct);
        var routed = RoutedModels.Over(direct, direct);
        var history = new ChatHistory("Which part of the shop is at fault?");
        IChatCompletionService[] services = [direct, polly, routed];
        for (var turn = 0; turn < WarmUpTurns; turn++)
        {
            await MeasureAllAsync(services, history, callers);
        }

        var taken = new List<TimeTaken[]>();
        for (var i = 0; i < rounds; i++)
        {
            taken.Add(await RoundAsync(services, history, callers));
            Console.Error.Write('.');
        }

        Console.Error.WriteLine();
        Print("Polly", taken, 1);
        Print("routed", taken, 2);
    }

    private static async Task<TimeTaken[]> RoundAsync(
        IChatCompletionService[] services,
        ChatHistory history,
        int callers
    )
    {
        var sums = new TimeTaken[services.Length];
        for (var turn = 0; turn < TurnsPerRound; turn++)
        {
            var times = await MeasureAllAsync(services, history, callers);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += times[i];
            }
        }

        return sums;
    }

    private static async Task<TimeTaken[]> MeasureAllAsync(
        IChatCompletionService[] services,
        ChatHistory history,
        int callers
    )
    {
        var times = new TimeTaken[services.Length];
        for (var i = 0; i < services.Length; i++)
        {
            times[i] = await MeasureAsync(services[i], history, callers);
        }

        return times;
    }

    private static void Print(string who, List<TimeTaken[]> taken, int index)
    {
        Print(who, "wall clock", [.. taken.Select(times => times[index].Wall / times[0].Wall)]);
        Print(
            who,
            "processor time of client and server",
            [.. taken.Select(times => times[index].Processor / times[0].Processor)]
        );
    }

    private static void Print(string who, string what, List<double> ratios)
    {
        ratios.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{who} / direct, {what}: median {ratios[ratios.Count / 2]:0.000}, quartiles {ratios[ratios.Count / 4]:0.000} and {ratios[ratios.Count * 3 / 4]:0.000}"
            )
        );
    }

    private static async Task<TimeTaken> MeasureAsync(
        IChatCompletionService service,
        ChatHistory history,
        int callers
    )
    {
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async _ =>
                {
                    for (var i = 0; i < CallsPerTurn / callers; i++)
                    {
                        await service.GetChatMessageContentsAsync(history, null, Kernel);
                    }
                })
        );
        return new(Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
    }
}
