using System.Text.Json;
using SkRouter.Cli.Tests.Route;
using SkRouter.Cli.Tests.Serve;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>
/// Mixed traffic of four keys, good and bad, through <c>skrouter serve</c> for minutes: after the first two, its memory, threads and open files stay what they are. The
/// slopes are printed.
/// </summary>
public sealed class SoakTests : IAsyncLifetime
{
    private const int CallersOfAKey = 4;
    private const double WarmUpSeconds = 120;
    private const double MostMegabytesAMinute = 2;
    private const double MostThreadsAMinute = 1;
    private const double MostHandlesAMinute = 2;
    private static readonly string[] Keys = ["steady", "poison", "one", "other"];
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-soak");
    private ChaosUpstream _upstream = null!;
    private ServedProcess _server = null!;

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public async Task InitializeAsync() =>
        _upstream = await ChaosUpstream.StartAsync(new FaultPlan(20261129));

    public async Task DisposeAsync()
    {
        _server?.Dispose();
        await _upstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [SoakFact]
    public async Task Serve_ForMinutes_HoldsWhatItHeldAfterTwo()
    {
        var config = Path.Combine(_folder.FullName, "soak.json");
        await File.WriteAllTextAsync(
            config,
            JsonSerializer.Serialize(ChaosConfig.Of(_upstream.Address))
        );
        var secrets = Keys.ToDictionary(static key => key, MakeKey, StringComparer.Ordinal);
        _server = await ServedProcess.StartAsync(Ledger, config, noAuth: false);
        var load = ChaosLoad.Start(_server.Address, secrets, 20261129, CallersOfAKey, keeps: false);
        var samples = await SampleAsync();
        await load.EndAsync();

        var steady = samples.Where(static sample => sample.Seconds >= WarmUpSeconds).ToList();
        if (steady.Count < 10)
        {
            steady = samples;
        }

        var memory = ProcessSample.SlopePerMinute(steady, static s => s.ResidentKilobytes / 1024);
        var own = ProcessSample.SlopePerMinute(steady, static s => s.OwnKilobytes / 1024);
        var threads = ProcessSample.SlopePerMinute(steady, static s => s.Threads);
        var handles = ProcessSample.SlopePerMinute(steady, static s => s.Handles);
        await Console.Out.WriteLineAsync(
            FormattableString.Invariant(
                $"{load.Answered} calls in {samples[^1].Seconds:0} s. Resident memory {steady[0].ResidentKilobytes / 1024:0} -> {steady[^1].ResidentKilobytes / 1024:0} MB, {memory:+0.00;-0.00} MB a minute; without the files that are mapped {steady[0].OwnKilobytes / 1024:0} -> {steady[^1].OwnKilobytes / 1024:0} MB, {own:+0.00;-0.00} MB a minute; threads {steady[0].Threads} -> {steady[^1].Threads}, {threads:+0.00;-0.00} a minute; open files {steady[0].Handles} -> {steady[^1].Handles}, {handles:+0.00;-0.00} a minute"
            )
        );
        string.Join('\n', load.Calls.Take(5)).ShouldBeEmpty();
        memory.ShouldBeLessThan(MostMegabytesAMinute);
        threads.ShouldBeLessThan(MostThreadsAMinute);
        handles.ShouldBeLessThan(MostHandlesAMinute);
        (await _server.TerminateAsync()).ShouldBe(0);
    }

    private async Task<List<ProcessSample>> SampleAsync()
    {
        var samples = new List<ProcessSample>();
        var begin = TimeProvider.System.GetTimestamp();
        double Passed() => TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        while (Passed() < SoakFactAttribute.Seconds)
        {
            await Task.Delay(Between, TimeProvider.System);
            samples.Add(ProcessSample.Of(_server.Id, Passed()));
        }

        return samples;
    }

    private string MakeKey(string name)
    {
        string[] budget = name == "other" ? ["--budget", "100000/day"] : [];
        var run = CommandRun.Of([
            "key",
            "create",
            name,
            "--tenant",
            name,
            .. budget,
            "--ledger",
            Ledger,
        ]);
        run.ExitCode.ShouldBe(0, run.Error);
        return run.Output.Trim();
    }
}
