using System.Globalization;
using System.Text.Json;
using SkRouter.Cli.Tests.Route;
using SkRouter.Cli.Tests.Serve;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>
/// 64 callers of four keys over three deployments that fail by plan, while the server is terminated, killed, started again, kept from its ledger by another process and
/// left without room on its disk. Nothing that a client was told is lost, the ledger is what the providers sent, and nobody notices what another key's requests cause. The
/// same faults for the same seed (SKROUTER_CHAOS_SEED); SKROUTER_CHAOS says for how many seconds the rounds are repeated.
/// </summary>
public sealed class ChaosTests : IAsyncLifetime
{
    private const int Answers = 350;
    private const int FewAnswers = 120;
    private static readonly string[] Keys = ["steady", "poison", "one", "other"];
    private static readonly TimeSpan Locked = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Recovered = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private readonly SmallDisk? _disk = SmallDisk.TryMount();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-chaos");
    private readonly int _seed = Number("SKROUTER_CHAOS_SEED", 20261129);
    private readonly List<string> _faults = [];
    private ChaosUpstream _upstream = null!;
    private ServedProcess _server = null!;
    private ChaosLoad _load = null!;

    private string Ledger => Path.Combine(_disk?.Folder ?? _folder.FullName, "skrouter.db");

    private string Config => Path.Combine(_folder.FullName, "chaos.json");

    public async Task InitializeAsync() =>
        _upstream = await ChaosUpstream.StartAsync(new FaultPlan(_seed));

    public async Task DisposeAsync()
    {
        _server?.Dispose();
        await _upstream.DisposeAsync();
        _disk?.Dispose();
        _folder.Delete(recursive: true);
    }

    [UnixFact]
    public async Task Serve_StoppedKilledLockedAndFull_LosesNothingThatClientsWereTold()
    {
        await File.WriteAllTextAsync(
            Config,
            JsonSerializer.Serialize(ChaosConfig.Of(_upstream.Address))
        );
        var secrets = Keys.ToDictionary(static key => key, MakeKey, StringComparer.Ordinal);
        _server = await StartAsync();
        var until = TimeProvider.System.GetTimestamp();
        _load = ChaosLoad.Start(_server.Address, secrets, _seed);
        var seconds = Number("SKROUTER_CHAOS", 0);
        do
        {
            await RoundAsync();
        } while (TimeProvider.System.GetElapsedTime(until).TotalSeconds < seconds);

        await _load.EndAsync();
        await StopAsync();
        var audit = new ChaosAudit(Ledger, [.. _load.Calls], [.. _upstream.Sent]);
        _faults.AddRange(await audit.FaultsAsync());
        _faults.AddRange(audit.BudgetFaults("other", SpentOf("other")));
        string.Join(
                '\n',
                _faults
                    .Distinct()
                    .Take(20)
                    .Select(fault => fault.Length > 600 ? fault[..600] : fault)
            )
            .ShouldBeEmpty();
    }

    private async Task RoundAsync()
    {
        await _load.AnswersAsync(Answers);

        await InPhaseAsync(
            ChaosPhases.Terminated,
            async () =>
            {
                await StopAsync();
                await AgainAsync();
            }
        );
        await InPhaseAsync(
            ChaosPhases.Killed,
            async () =>
            {
                await _server.KillAsync();
                await KillAtTheStartAsync();
                await AgainAsync();
            }
        );
        await InPhaseAsync(ChaosPhases.Locked, LockAsync);
        if (_disk is not null)
        {
            await InPhaseAsync(ChaosPhases.DiskFull, () => FillAsync(_disk));
        }

        await InPhaseAsync(
            ChaosPhases.Killed,
            async () =>
            {
                await _server.KillAsync();
                await AgainAsync();
            }
        );
    }

    /// <summary>Calls that overlap with what happens belong to it, so the phase begins before and ends after it.</summary>
    private async Task InPhaseAsync(ChaosPhases phase, Func<Task> happens)
    {
        _load.Begin(phase);
        await _load.AnswersAsync(FewAnswers);
        await happens();
        await _load.AnswersAsync(FewAnswers);
        _load.Begin(ChaosPhases.None);
        await _load.AnswersAsync(FewAnswers);
    }

    private async Task LockAsync()
    {
        using (new LedgerLock(Ledger))
        {
            await Task.Delay(Locked, TimeProvider.System);
            await ExpectAsync("/readyz", 503, "while the ledger is locked");
            await ExpectAsync("/healthz", 200, "while the ledger is locked");
        }

        await ExpectSoonAsync("/readyz", 200, "after the ledger was locked");
        await Task.Delay(Recovered, TimeProvider.System);
    }

    private async Task FillAsync(SmallDisk disk)
    {
        disk.Fill();
        await ExpectSoonAsync("/readyz", 503, "while the disk is full");
        await ExpectAsync("/healthz", 200, "while the disk is full");
        await Task.Delay(Locked / 2, TimeProvider.System);
        disk.Free();
        await ExpectSoonAsync("/readyz", 200, "after the disk was full");
        await Task.Delay(Recovered, TimeProvider.System);
    }

    /// <summary>In the middle of bringing in what the one before left.</summary>
    private async Task KillAtTheStartAsync()
    {
        using var starting = ServedProcess.Start(Ledger, Config, noAuth: false);
        await starting.StandardOutput.ReadLineAsync();
        starting.Kill();
        await starting.WaitForExitAsync();
    }

    private async Task StopAsync()
    {
        var exitCode = await _server.TerminateAsync();
        if (exitCode != 0)
        {
            _faults.Add(
                FormattableString.Invariant(
                    $"Terminated, it ended with {exitCode}: {_server.Errors}"
                )
            );
        }

        Look();
    }

    private async Task AgainAsync()
    {
        Look();
        _server.Dispose();
        _server = await StartAsync();
        _load.Address = _server.Address;
    }

    private Task<ServedProcess> StartAsync() =>
        ServedProcess.StartAsync(Ledger, Config, noAuth: false);

    private void Look()
    {
        foreach (var line in _server.Errors.Split('\n'))
        {
            if (
                line.Contains("Unhandled", StringComparison.Ordinal)
                || (
                    line.Contains("settled round trip failed", StringComparison.Ordinal)
                    && !line.Contains("not in the ledger yet", StringComparison.Ordinal)
                )
            )
            {
                _faults.Add($"It logged: {line}");
            }
        }
    }

    private async Task ExpectAsync(string path, int status, string when)
    {
        var found = await _server.StatusAsync(path);
        if (found != status)
        {
            _faults.Add(FormattableString.Invariant($"{path} is {found} {when}"));
        }
    }

    private async Task ExpectSoonAsync(string path, int status, string when)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (await _server.StatusAsync(path) != status)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Settled)
            {
                _faults.Add(FormattableString.Invariant($"{path} is not {status} {when}"));
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>What the budget of a key says was spent; the budget is named by the key's id.</summary>
    private decimal SpentOf(string name)
    {
        var id = CommandRun
            .Of("key", "list", "--json", "--ledger", Ledger)
            .Json()
            .EnumerateArray()
            .Single(key => key.GetProperty("name").GetString() == name)
            .GetProperty("id")
            .GetString()!;
        return CommandRun
            .Of("budget", "list", "--json", "--ledger", Ledger)
            .Json()
            .EnumerateArray()
            .Single(budget =>
                budget.GetProperty("scope").GetString()!.Contains(id, StringComparison.Ordinal)
            )
            .GetProperty("spentUsd")
            .GetDecimal();
    }

    private string MakeKey(string name)
    {
        string[] budget = name == "other" ? ["--budget", "1000/day"] : [];
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

    private static int Number(string variable, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : otherwise;
}
