using System.Diagnostics;
using System.Globalization;
using SkRouter.Benchmarks.Gateway.Servers;

namespace SkRouter.Benchmarks.Gateway;

internal static class Program
{
    private const string Driven = "--driven";

    private static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (args)
        {
            case ["forwarder", var upstream]:
                await BareForwarder.RunAsync(new(upstream));
                return 0;
            case ["yarp", var upstream]:
                await YarpGateway.RunAsync(new(upstream));
                return 0;
            case [Driven, .. var rest]:
                return await DriveAsync(rest);
            default:
                return await PinAsync(args);
        }
    }

    /// <summary>Load and upstream keep to the second processor, so that the first is the measured server's alone.</summary>
    private static async Task<int> PinAsync(string[] args)
    {
        if (!Processors.CanPin)
        {
            Console.Error.WriteLine(
                "Without taskset and two processors, load and server share them: throughput says little then, processor time per request still does."
            );
            return await DriveAsync(args);
        }

        using var driven = Process.Start(
            Processors.Pinned(
                Processors.Load,
                [Environment.ProcessPath!, .. Self(), Driven, .. args]
            )
        )!;
        await driven.WaitForExitAsync();
        return driven.ExitCode;
    }

    /// <summary>Under <c>dotnet program.dll</c> the process is not the program.</summary>
    private static string[] Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(Program).Assembly.Location]
            : [];

    private static async Task<int> DriveAsync(string[] args)
    {
        if (BenchmarkPlan.Parse(args) is not { } plan)
        {
            Console.Error.WriteLine(BenchmarkPlan.Usage);
            return 2;
        }

        await using var upstream = await Upstream.StartAsync();
        await using var servers = await ServerSet.StartAsync(upstream.Endpoint, plan);
        await new Report(plan, servers).RunAsync();
        return 0;
    }
}
