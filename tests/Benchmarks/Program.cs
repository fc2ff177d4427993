using BenchmarkDotNet.Running;

namespace SkRouter.Benchmarks;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        if (args is ["loopback", .. var rest])
        {
            await LoopbackRatio.RunAsync(rest.Length > 0 ? int.Parse(rest[0], null) : 31);
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    }
}
