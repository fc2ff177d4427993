using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkRouter.DependencyInjection;
using SkRouter.Ledger.Sqlite;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.CrashedWriter;

/// <summary>
/// A console app as people write it: a kernel with a router and a ledger that nobody closes. It makes its calls, says so, and ends in the way it is told.
/// </summary>
internal static class OrderlyEnd
{
    private const int Calls = 40;

    /// <param name="path">The ledger.</param>
    /// <param name="way">How to end.</param>
    /// <param name="durability">How records are acknowledged.</param>
    public static async Task RunAsync(string path, string way, string durability)
    {
        if (way == "host")
        {
            await RunHostAsync(path, durability);
            return;
        }

        var kernel = RouterKit.Kernel(
            router => Configure(router, path, durability),
            ("m", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );
        await CallAsync(kernel.Router());
        switch (way)
        {
            case "exit":
                Environment.Exit(3);
                break;
            case "throw":
                throw new InvalidOperationException("nobody catches this");
            case "throw on a thread":
                var thread = new Thread(() => throw new InvalidOperationException("nor this"));
                thread.Start();
                thread.Join();
                break;
            case "wait":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
                break;
            default:
                break;
        }
    }

    private static async Task RunHostAsync(string path, string durability)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddModel("m", new ScriptedChatClient(ScriptedStep.Answer("yes")));
        builder.Services.AddSkRouter(router =>
        {
            router.Deployment("m", deployment => deployment.Price(1, 10));
            Configure(router, path, durability);
        });
        using var host = builder.Build();
        await host.StartAsync();
        await CallAsync(host.Services.GetRequiredService<ModelRouter>());
        await host.StopAsync();
    }

    private static void Configure(RouterBuilder router, string path, string durability)
    {
        router.UseSqliteLedger(
            path,
            ledger => ledger.Durability = Enum.Parse<Durability>(durability)
        );
        router.Role("asker", role => role.Prefer("m"));
    }

    private static async Task CallAsync(ModelRouter router)
    {
        IChatClient client = router.ForRole("asker");
        for (var i = 0; i < Calls; i++)
        {
            await client.GetResponseAsync("hello");
        }

        await Console.Out.WriteLineAsync(FormattableString.Invariant($"{Calls} calls"));
        await Console.Out.FlushAsync();
    }
}
