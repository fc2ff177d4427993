using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SkRouter.FaultBench.Parallel;
using SkRouter.FaultBench.Printing;
using SkRouter.FaultBench.Running;
using SkRouter.FaultBench.Soak;
using SkRouter.TestKit;

string[] known = ["--json", "--real-time", "--soak", "--parallel", "--only"];
if (args.FirstOrDefault(arg => arg.StartsWith('-') && !known.Contains(arg)) is { } unknown)
{
    await Console.Error.WriteLineAsync(
        $"Unknown option '{unknown}'. Known: --json, --real-time, --only <part of a fault's name>, --soak [round trips], --parallel [seconds]."
    );
    return 2;
}

var patience = TimeSpan.FromMinutes(5);
var only = args.SkipWhile(arg => arg != "--only").Skip(1).FirstOrDefault();
var watch = Stopwatch.StartNew();
if (args.Contains("--soak"))
{
    var count = args.SkipWhile(arg => arg != "--soak").Skip(1).FirstOrDefault();
    return await SoakCommand.RunAsync(
        int.TryParse(count, CultureInfo.InvariantCulture, out var roundTrips)
            ? roundTrips
            : SoakCommand.DefaultRoundTrips,
        args.Contains("--json")
    );
}

if (args.Contains("--parallel"))
{
    var seconds = args.SkipWhile(arg => arg != "--parallel").Skip(1).FirstOrDefault();
    return await ParallelCommand.RunAsync(
        int.TryParse(seconds, CultureInfo.InvariantCulture, out var given)
            ? given
            : ParallelCommand.DefaultSeconds,
        args.Contains("--json")
    );
}

var wire = new Wire();
IReadOnlyList<FaultRow> rows;
if (args.Contains("--real-time"))
{
    rows = await Bench.RunAsync(TimeProvider.System, wire, only);
}
else
{
    var time = new VirtualTimeProvider();
    rows = await time.RunAsync(
        () => Bench.RunAsync(time, wire, only),
        quiet: TimeSpan.FromMilliseconds(12),
        patience,
        () => wire.IsBusy
    );
}

if (args.Contains("--json"))
{
    Console.WriteLine(JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
}
else
{
    FaultTable.Write(rows, Console.Out);
    await Console.Error.WriteLineAsync(
        FormattableString.Invariant(
            $"{rows.Count} rows, {rows.Count(row => row.Wrong.Count > 0)} wrong, in {watch.Elapsed.TotalSeconds:0.0} s"
        )
    );
}

return rows.All(row => row.Wrong.Count == 0) ? 0 : 1;
