using System.Diagnostics;
using System.Globalization;

namespace SkRouter.Ledger.Sqlite.Tests.Crash;

/// <summary>Kills a process that writes, at random times, fifty times on one file.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 50;
    private const int Processes = 4;

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AppendAsync_AwaitedAndProcessKilledFiftyTimes_NothingAcknowledgedIsLost()
    {
        var random = new Random(20_261_123);
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 0; attempt < Kills; attempt++)
        {
            // Every tenth is killed while it starts, with the schema half made the first time.
            var lines = attempt % 10 == 0 ? 0 : random.Next(1, 40);
            acknowledged.UnionWith(
                await KilledAsync(attempt, lines, TimeSpan.FromMilliseconds(random.Next(120)))
            );

            if (File.Exists(_folder.Path) && acknowledged.Count > 0)
            {
                // Every other time by who reads, else by the next that writes.
                BringIn(attempt % 2 == 0);
                LedgerAudit.ShouldAddUp(_folder.Path);
            }
        }

        var written = LedgerAudit.Lines(_folder.Path, "SELECT record_id FROM requests");
        written.Distinct(StringComparer.Ordinal).Count().ShouldBe(written.Count);
        acknowledged.Count.ShouldBeGreaterThan(Kills);
        acknowledged.Except(written, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task AppendAsync_FourProcessesKilledOnOneFile_NothingAcknowledgedIsLost()
    {
        var acknowledged = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var said = await Task.WhenAll(
                Enumerable
                    .Range(round * Processes, Processes)
                    .Select(attempt =>
                        KilledAsync(attempt, lines: 30, TimeSpan.FromMilliseconds(attempt * 7))
                    )
            );
            acknowledged.AddRange(said.SelectMany(lines => lines));
            BringIn(reading: round % 2 == 0);
            LedgerAudit.ShouldAddUp(_folder.Path);
        }

        var written = LedgerAudit.Lines(_folder.Path, "SELECT record_id FROM requests");
        written.Distinct(StringComparer.Ordinal).Count().ShouldBe(written.Count);
        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(3 * Processes * 30);
        acknowledged.Except(written, StringComparer.Ordinal).ShouldBeEmpty();
    }

    /// <summary>What the killed had acknowledged and not brought into the tables.</summary>
    private void BringIn(bool reading)
    {
        if (reading)
        {
            _folder.Report().Dispose();
        }
        else
        {
            _folder.Open().Dispose();
        }

        Directory
            .GetFiles(Path.GetDirectoryName(_folder.Path)!, "*.journal-*")
            .ShouldBeEmpty("nobody who lives has a journal");
    }

    /// <summary>What the process said before it was killed, some time after so many lines.</summary>
    private async Task<List<string>> KilledAsync(int attempt, int lines, TimeSpan delay)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "CrashedWriter.dll"),
                    _folder.Path,
                    attempt.ToString(CultureInfo.InvariantCulture),
                },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var said = new List<string>();
        while (said.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
        }

        var rest = process.StandardOutput.ReadToEndAsync();
        await Task.WhenAny(rest, Task.Delay(delay, TimeProvider.System));
        process.Kill();
        await process.WaitForExitAsync();

        // The last line may have been cut; then nobody was told.
        said.AddRange((await rest).Split('\n')[..^1]);
        return said;
    }
}
