using System.Globalization;
using SkRouter.Ledger.Sqlite.Journals;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests.Journals;

/// <summary>What was acknowledged is in the tables once, whenever the process ended.</summary>
public sealed class JournalTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly LedgerFolder _folder = new();
    private readonly LedgerFolder _copy = new();
    private readonly SampleRecords _sample = new(5, Begin, TimeSpan.FromHours(3));

    public void Dispose()
    {
        _folder.Dispose();
        _copy.Dispose();
    }

    [Fact]
    public async Task AppendAsync_Committed_SurvivesTheProcessWhenItReturns()
    {
        if (OperatingSystem.IsWindows())
        {
            // The files of a process that lives cannot be copied there; the crash tests kill one.
            return;
        }

        await using var ledger = _folder.Open(new() { Durability = Durability.Committed });
        for (var i = 1; i <= 5; i++)
        {
            await ledger.AppendAsync(_sample.Next(Begin));

            // What is on the disk now is what there would be if the process were killed now.
            CopyAsItIs();
            _copy.Report().Dispose();
            Ids(_copy).Count.ShouldBe(i);
            LedgerAudit.ShouldAddUp(_copy.Path);
        }
    }

    [Fact]
    public async Task DisposeAsync_Committed_LeavesNoJournal()
    {
        var ledger = _folder.Open(new() { Durability = Durability.Committed });
        await ledger.AppendAsync(_sample.Next(Begin));
        JournalsOf(_folder).Count.ShouldBe(2);

        await ledger.DisposeAsync();

        JournalsOf(_folder).ShouldBeEmpty();
        Ids(_folder).Count.ShouldBe(1);
        LedgerAudit.Lines(_folder.Path, "SELECT count(*) FROM journals").ShouldBe(["0"]);
    }

    [Fact]
    public async Task SumAsync_RightAfterAppend_HasIt()
    {
        await using var ledger = _folder.Open(new() { Durability = Durability.Committed });
        for (var i = 1; i <= 3; i++)
        {
            await ledger.AppendAsync(_sample.Next(Begin));

            (await ledger.RecentAsync()).Count.ShouldBe(i);
        }
    }

    [Fact]
    public async Task Open_WhileAnotherHasAJournal_LeavesItAlone()
    {
        var one = _folder.Open(new() { Durability = Durability.Committed });
        await one.AppendAsync(_sample.Next(Begin));

        var other = _folder.Open(new() { Durability = Durability.Committed });
        await other.AppendAsync(_sample.Next(Begin));
        JournalsOf(_folder).Count.ShouldBe(4);
        await other.DisposeAsync();
        await one.DisposeAsync();

        Ids(_folder).Count.ShouldBe(2);
        JournalsOf(_folder).ShouldBeEmpty();
        LedgerAudit.ShouldAddUp(_folder.Path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Open_PartOfAJournalIsInTheTables_BringsInTheRestOnce(int ingested)
    {
        var records = Leave(3);
        using (var connection = LedgerFile.OpenBeside(_folder.Path, TimeSpan.FromSeconds(5)))
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                $"INSERT INTO journals VALUES ('{IdOf()}', {ingested.ToString(CultureInfo.InvariantCulture)})";
            command.ExecuteNonQuery();
        }

        _folder.Open().Dispose();
        _folder.Open().Dispose();

        Ids(_folder).ShouldBe(records.Skip(ingested).Select(record => record.Id));
        LedgerAudit.Lines(_folder.Path, "SELECT count(*) FROM journals").ShouldBe(["0"]);
        JournalsOf(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Open_LastEntryIsTorn_BringsInTheOthers()
    {
        var records = Leave(3);
        var file = JournalsOf(_folder)[0];
        var whole = File.ReadAllBytes(file);
        var end = records.Sum(record => JournalEntry.Head + RecordJson.Write(record).Length);
        var last = JournalEntry.Head + RecordJson.Write(records[^1]).Length;
        JournalEntry.ReadAll(whole).Count().ShouldBe(3);
        foreach (var cut in (int[])[1, last / 2, last - JournalEntry.Head, last - 1, last])
        {
            var torn = whole.ToArray();
            torn.AsSpan(end - cut, cut).Clear();
            JournalEntry
                .ReadAll(torn)
                .Count()
                .ShouldBe(2, cut.ToString(CultureInfo.InvariantCulture));
            JournalEntry.ReadAll(whole.AsMemory(0, end - cut)).Count().ShouldBe(2);
            File.WriteAllBytes(file, torn);
        }

        _folder.Report().Dispose();

        Ids(_folder).Count.ShouldBe(2);
        LedgerAudit.ShouldAddUp(_folder.Path);
    }

    [Fact]
    public void ReadAll_FileStartedOver_GivesTheNewEntriesAndNoOldOnes()
    {
        _folder.Open().Dispose();
        using (var journal = Journal.Beside(_folder.Path))
        {
            for (var i = 0; i < 9; i++)
            {
                journal.Append("{\"old\":1}"u8);
            }

            journal.Ingested(9);
            journal.Append("{\"new\":1}"u8);
            journal.Append("{\"new\":2}"u8);
        }

        JournalsOf(_folder)
            .SelectMany(file => JournalEntry.ReadAll(File.ReadAllBytes(file)))
            .Select(entry => entry.Number)
            .ShouldBe([10, 11]);
    }

    [Fact]
    public void Append_MoreThanBothFilesHoldAndNothingIngested_KeepsAllOfIt()
    {
        _folder.Open().Dispose();
        var json = new byte[700_000];
        using (var journal = Journal.Beside(_folder.Path))
        {
            for (var i = 0; i < 20; i++)
            {
                journal.Append(json);
            }

            journal.Append(new byte[9_000_000]);
        }

        JournalsOf(_folder)
            .SelectMany(file => JournalEntry.ReadAll(File.ReadAllBytes(file)))
            .Select(entry => entry.Number)
            .Order()
            .ShouldBe(Enumerable.Range(1, 21).Select(number => (long)number));
    }

    [Fact]
    public void Open_OnlyTheSecondFileIsLeft_RemovesIt()
    {
        Leave(1);
        File.Delete(JournalsOf(_folder)[0]);

        _folder.Open().Dispose();

        JournalsOf(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Append_MuchAndIngestedInBetween_KeepsTheFilesShort()
    {
        _folder.Open().Dispose();
        using (var journal = Journal.Beside(_folder.Path))
        {
            var json = new byte[100_000];
            for (var i = 0; i < 400; i++)
            {
                var number = journal.Append(json);
                // The writer is always some entries behind.
                journal.Ingested(number - 10);
            }
        }

        JournalsOf(_folder).Sum(file => new FileInfo(file).Length).ShouldBeLessThan(10_000_000);
        // 40 MB went through; what is not in the tables is still there.
        JournalsOf(_folder)
            .SelectMany(file => JournalEntry.ReadAll(File.ReadAllBytes(file)))
            .Select(entry => entry.Number)
            .ShouldContain(400);
    }

    [Fact]
    public void Open_NoJournalCanBeMade_SaysSo()
    {
        // The ledger's own files have room for their names, the journal's have not.
        var path = Path.Combine(Path.GetDirectoryName(_folder.Path)!, new string('l', 245));

        var error = Should.Throw<RouterException>(() =>
            new SqliteLedger(
                path,
                new() { Durability = Durability.Committed },
                TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
            )
        );

        error.Code.ShouldBe(RouterErrorCode.Ledger);
        error.Message.ShouldContain("has no journal");
    }

    /// <summary>A journal whose process has ended.</summary>
    private List<DecisionRecord> Leave(int count)
    {
        _folder.Open().Dispose();
        using var journal = Journal.Beside(_folder.Path);
        var records = new List<DecisionRecord>();
        for (var i = 0; i < count; i++)
        {
            records.Add(_sample.Next(Begin));
            journal.Append(RecordJson.Write(records[^1])).ShouldBe(i + 1);
        }

        return records;
    }

    private string IdOf() => JournalNames.Ids(_folder.Path).Single();

    private void CopyAsItIs()
    {
        var to = Path.GetDirectoryName(_copy.Path)!;
        foreach (var old in Directory.GetFiles(to))
        {
            File.Delete(old);
        }

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!))
        {
            if (!file.EndsWith("-shm", StringComparison.Ordinal))
            {
                File.WriteAllBytes(Path.Combine(to, Path.GetFileName(file)), ReadHeld(file));
            }
        }
    }

    /// <summary>Also what another handle has for itself: that is how it would be found. Windows shows it to nobody.</summary>
    private static byte[] ReadHeld(string file)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("cat", [file])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        return bytes.ToArray();
    }

    private static List<string> JournalsOf(LedgerFolder folder) =>
        [
            .. Directory
                .GetFiles(Path.GetDirectoryName(folder.Path)!, "*.journal-*")
                .Order(StringComparer.Ordinal),
        ];

    private static IReadOnlyList<string> Ids(LedgerFolder folder) =>
        LedgerAudit.Lines(folder.Path, "SELECT record_id FROM requests ORDER BY id");
}
