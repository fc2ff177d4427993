using System.Globalization;
using BenchmarkDotNet.Running;
using SkRouter.Benchmarks.Ledgers;

namespace SkRouter.Benchmarks;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        if (args is ["loopback", .. var rest])
        {
            await LoopbackRatio.RunAsync(Number(rest, 0, 31), callers: Number(rest, 1, 1));
            return;
        }

        if (args is ["ledger", var number, var path])
        {
            await LedgerFill.RunAsync(int.Parse(number, CultureInfo.InvariantCulture), path);
            return;
        }

        if (args is ["ledger", .. var size])
        {
            await LedgerScale.RunAsync(
                size.Length > 0 ? int.Parse(size[0], CultureInfo.InvariantCulture) : 1_000_000
            );
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    }

    private static int Number(string[] args, int index, int otherwise) =>
        index < args.Length ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
}
