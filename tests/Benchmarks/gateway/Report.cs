using SkRouter.Benchmarks.Gateway.Load;
using SkRouter.Benchmarks.Gateway.Servers;

namespace SkRouter.Benchmarks.Gateway;

/// <summary>Measures what the plan names, and prints a table of each.</summary>
internal sealed class Report(BenchmarkPlan plan, ServerSet servers)
{
    private const int Callers = 32;
    private const int PerSecond = 200;
    private const int Streams = 500;
    private const int LongPrompt = 100_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public async Task RunAsync()
    {
        foreach (var server in servers.All)
        {
            await WarmAsync(server);
        }

        foreach (var measure in plan.Measures)
        {
            await (
                measure switch
                {
                    "throughput" => ThroughputAsync(),
                    "latency" => LatencyAsync(),
                    "first-token" => FirstTokenAsync(),
                    "prompts" => PromptsAsync(),
                    "streams" => StreamsAsync(),
                    "failing" => FailingAsync(),
                    _ => MemoryAsync(),
                }
            );
        }
    }

    // The runtime compiles what is hot again, and more than once.
    private static async Task WarmAsync(ServerProcess server)
    {
        foreach (var streamed in new[] { false, true, false, true })
        {
            foreach (var target in new[] { Upstream.Plain, Upstream.Late })
            {
                Verify(
                    server,
                    await LoadGenerator.AsFastAsItAnswersAsync(
                        server.Endpoint,
                        PreparedRequest.Of(target, streamed, server.Key),
                        Callers,
                        WarmUp
                    )
                );
            }
        }
    }

    private async Task ThroughputAsync()
    {
        foreach (var streamed in new[] { false, true })
        {
            var rows = await RoundsAsync(server =>
                BusyAsync(server, PreparedRequest.Of(Upstream.Plain, streamed, server.Key))
            );
            PrintBusy(
                streamed
                    ? $"Throughput, streamed, {Callers} callers, one processor"
                    : $"Throughput, plain, {Callers} callers, one processor",
                rows
            );
        }
    }

    private async Task PromptsAsync()
    {
        var rows = await RoundsAsync(server =>
            BusyAsync(
                server,
                PreparedRequest.Of(Upstream.Plain, streamed: false, server.Key, LongPrompt)
            )
        );
        PrintBusy(
            $"Prompts of {LongPrompt / 1000} kB, plain, {Callers} callers, one processor",
            rows
        );
    }

    private static void PrintBusy(string title, Dictionary<string, List<Turn>> rows) =>
        Table.Print(
            title,
            ["requests/s", "processor µs/request", "of forwarder's"],
            rows.Select(row => new TableRow(
                row.Key,
                [
                    Middle(row.Value, turn => turn.PerSecond),
                    Middle(row.Value, turn => turn.ProcessorMicroseconds),
                    Ratio(rows, row.Key),
                ]
            ))
        );

    private async Task LatencyAsync()
    {
        var rows = await RoundsAsync(async server => new Turn(
            await LoadGenerator.AtRateAsync(
                server.Endpoint,
                PreparedRequest.Of(Upstream.Plain, streamed: false, server.Key),
                PerSecond,
                plan.Turn
            ),
            plan.Turn,
            TimeSpan.Zero
        ));
        Table.Print(
            $"Time of an answer at {PerSecond} requests/s, ms",
            ["p50", "p99", "p99 over upstream", "p99 over YARP"],
            rows.Select(row => new TableRow(
                row.Key,
                [
                    Middle(row.Value, turn => turn.Sample.WholeAt(0.5)),
                    Middle(row.Value, turn => turn.Sample.WholeAt(0.99)),
                    Over(rows, row.Key, "upstream", turn => turn.Sample.WholeAt(0.99)),
                    Over(rows, row.Key, "yarp", turn => turn.Sample.WholeAt(0.99)),
                ]
            ))
        );
    }

    private async Task FirstTokenAsync()
    {
        var rows = await RoundsAsync(async server => new Turn(
            await LoadGenerator.AtRateAsync(
                server.Endpoint,
                PreparedRequest.Of(Upstream.Late, streamed: true, server.Key),
                PerSecond / 4,
                plan.Turn
            ),
            plan.Turn,
            TimeSpan.Zero
        ));
        Table.Print(
            $"Time to the first bytes of a stream at {PerSecond / 4} requests/s, ms",
            ["p50", "p99", "p50 over upstream", "p99 over upstream"],
            rows.Select(row => new TableRow(
                row.Key,
                [
                    Middle(row.Value, turn => turn.Sample.FirstBytesAt(0.5)),
                    Middle(row.Value, turn => turn.Sample.FirstBytesAt(0.99)),
                    Over(rows, row.Key, "upstream", turn => turn.Sample.FirstBytesAt(0.5)),
                    Over(rows, row.Key, "upstream", turn => turn.Sample.FirstBytesAt(0.99)),
                ]
            ))
        );
    }

    private async Task StreamsAsync()
    {
        var rows = new List<TableRow>();
        foreach (var server in servers.All)
        {
            var before = server.ProcessorTime;
            var sample = await LoadGenerator.AtOnceAsync(
                server.Endpoint,
                PreparedRequest.Of(Upstream.Steady, streamed: true, server.Key),
                Streams
            );
            rows.Add(
                new(
                    server.Name,
                    [
                        sample.Good * 100,
                        sample.FirstBytesAt(0.99),
                        sample.WholeAt(0.5),
                        sample.WholeAt(0.99),
                        (server.ProcessorTime - before).TotalMicroseconds / Streams,
                        server.Memory / 1e6,
                    ]
                )
            );
        }

        Table.Print(
            $"{Streams} streams open at once, each for some seconds",
            [
                "whole, %",
                "first p99, ms",
                "whole p50, ms",
                "whole p99, ms",
                "processor µs/stream",
                "memory after, MB",
            ],
            rows
        );
    }

    private async Task FailingAsync()
    {
        var rows = await RoundsAsync(server =>
            BusyAsync(server, PreparedRequest.Of(Upstream.Shaky, streamed: false, server.Key))
        );
        Table.Print(
            "An upstream that fails 30 % of requests with 503",
            ["answered, %", "requests/s", "processor µs/request", "p99, ms"],
            rows.Select(row => new TableRow(
                row.Key,
                [
                    Middle(row.Value, turn => turn.Sample.Good * 100),
                    Middle(row.Value, turn => turn.PerSecond),
                    Middle(row.Value, turn => turn.ProcessorMicroseconds),
                    Middle(row.Value, turn => turn.Sample.WholeAt(0.99)),
                ]
            ))
        );
    }

    private async Task MemoryAsync()
    {
        var rows = new List<TableRow>();
        foreach (var server in servers.All.Where(server => server.IsMeasured))
        {
            var before = server.Memory;
            var sample = await LoadGenerator.AsFastAsItAnswersAsync(
                server.Endpoint,
                PreparedRequest.Of(Upstream.Plain, streamed: false, server.Key),
                Callers,
                plan.MemoryLoad
            );
            rows.Add(new(server.Name, [before / 1e6, server.Memory / 1e6, sample.Count]));
        }

        Table.Print(
            FormattableString.Invariant(
                $"Memory, {plan.MemoryLoad.TotalSeconds:0} s under full load"
            ),
            ["before, MB", "after, MB", "requests"],
            rows
        );
    }

    /// <summary>A server that refuses is quick, and its figures would look good.</summary>
    private static void Verify(ServerProcess server, Sample sample)
    {
        if (sample.Good < 1)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"{server.Name} answered {sample.Good:P1} of its requests with 200. One was told: {sample.Refusal}"
                )
            );
        }
    }

    private async Task<Turn> BusyAsync(ServerProcess server, PreparedRequest request)
    {
        var before = server.ProcessorTime;
        var sample = await LoadGenerator.AsFastAsItAnswersAsync(
            server.Endpoint,
            request,
            Callers,
            plan.Turn
        );
        return new(sample, plan.Turn, server.ProcessorTime - before);
    }

    /// <summary>The servers take turns, so that what else the machine does hits each.</summary>
    private async Task<Dictionary<string, List<Turn>>> RoundsAsync(
        Func<ServerProcess, Task<Turn>> measure
    )
    {
        var turns = servers.All.ToDictionary(
            server => server.Name,
            _ => new List<Turn>(),
            StringComparer.Ordinal
        );
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var server in servers.All)
            {
                turns[server.Name].Add(await measure(server));
            }
        }

        return turns;
    }

    private static double Middle(IEnumerable<Turn> turns, Func<Turn, double> figure) =>
        Sample.Median(turns.Select(figure));

    private static double Ratio(Dictionary<string, List<Turn>> rows, string name) =>
        rows.TryGetValue("forwarder", out var bare)
            ? Sample.Median(
                rows[name]
                    .Zip(
                        bare,
                        (one, other) => one.ProcessorMicroseconds / other.ProcessorMicroseconds
                    )
            )
            : double.NaN;

    private static double Over(
        Dictionary<string, List<Turn>> rows,
        string name,
        string other,
        Func<Turn, double> figure
    ) =>
        rows.TryGetValue(other, out var beside)
            ? Sample.Median(rows[name].Zip(beside, (one, two) => figure(one) - figure(two)))
            : double.NaN;
}
