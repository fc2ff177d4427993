using System.Collections.Concurrent;
using SkRouter.Ledger.Sqlite;

namespace SkRouter.Cli.Tests.Serve;

/// <summary>Kills a server under load, starts it again on the same file, and looks for what clients were told.</summary>
public sealed class ServeCrashTests : IDisposable
{
    private const int Kills = 3;
    private const int Clients = 12;
    private const int AnswersBeforeTheKill = 40;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter serve ü");

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serve_KilledUnderLoad_StartsAgainAndHasEveryAnswerThatWasGiven()
    {
        var answered = new ConcurrentBag<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var server = await ServedProcess.StartAsync(Ledger);
            var before = answered.Count;
            var clients = Enumerable
                .Range(0, Clients)
                .Select(client => AskUntilItEndsAsync(server, client % 2 == 0, answered))
                .ToList();
            while (answered.Count < before + AnswersBeforeTheKill)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }

            await server.KillAsync();
            await Task.WhenAll(clients);
        }

        using var last = await ServedProcess.StartAsync(Ledger);
        (await last.GetAsync("/healthz")).ShouldContain("ok");
        using var report = SqliteSpendReport.Open(Ledger);
        var records = await report.RecordsAsync(new() { Count = 100_000 });
        answered.Count.ShouldBeGreaterThanOrEqualTo(Kills * AnswersBeforeTheKill);
        answered
            .Except(records.Records.Select(record => record.Id), StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_AskedToStop_FinishesWhatItHasBegun()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var server = await ServedProcess.StartAsync(Ledger);
        (await server.AskAsync(streamed: false)).ShouldNotBeNull();
        var begun = Enumerable.Range(0, 8).Select(_ => server.AskAsync(streamed: true)).ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System);

        var exitCode = await server.TerminateAsync();

        exitCode.ShouldBe(0);
        var ids = await Task.WhenAll(begun);
        ids.ShouldAllBe(id => id != null);
        using var report = SqliteSpendReport.Open(Ledger);
        var records = await report.RecordsAsync(new() { Count = 100 });
        ids.Except(records.Records.Select(record => record.Id), StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    private static async Task AskUntilItEndsAsync(
        ServedProcess server,
        bool streamed,
        ConcurrentBag<string> answered
    )
    {
        while (await server.AskAsync(streamed) is { } id)
        {
            answered.Add(id);
        }
    }
}
