using System.Text;
using SkRouter.Ledger.Sqlite.Journals;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests.Journals;

/// <summary>Whatever becomes of a journal's bytes: only what was hit is lost, nothing is booked twice, and it is known.</summary>
public sealed class DamagedJournalTests : IDisposable
{
    private const string Id = "0123456789abcdef";
    private const int Entries = 4;

    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly LedgerFolder _folder = new();
    private readonly byte[] _whole;
    private readonly int[] _ends;

    public DamagedJournalTests()
    {
        var bytes = new byte[64 * 1024];
        var (at, ends) = (0, new List<int>());
        for (var number = 1; number <= Entries; number++)
        {
            at += JournalEntry.Write(
                bytes.AsSpan(at),
                number,
                Encoding.UTF8.GetBytes(
                    FormattableString.Invariant($"{{\"n\":{number},\"t\":\"some text\"}}")
                )
            );
            ends.Add(at);
        }

        (_whole, _ends) = (bytes[..(at + 64)], [.. ends]);
    }

    private string JournalPath => JournalNames.First(_folder.Path, Id);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_AnyBitFlippedAnywhere_LosesNoMoreThanThatEntryAndSaysSo()
    {
        for (var at = 0; at < _ends[^1]; at++)
        {
            var hit = Array.FindIndex(_ends, end => at < end) + 1;
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = _whole.ToArray();
                flipped[at] ^= (byte)(1 << bit);

                var scan = JournalScan.Of(flipped);

                scan.Entries.Select(entry => entry.Number)
                    .ShouldBe(
                        Enumerable
                            .Range(1, Entries)
                            .Where(number => number != hit)
                            .Select(n => (long)n),
                        FormattableString.Invariant($"byte {at}, bit {bit}")
                    );
                // Of the last entry a changed length or number may look like bytes that were never an entry.
                (scan.IsDamaged || hit == Entries).ShouldBeTrue(
                    FormattableString.Invariant($"byte {at}, bit {bit}")
                );
            }
        }
    }

    [Fact]
    public void Of_CutAnywhere_HasTheWholeEntriesBeforeTheCut()
    {
        for (var length = 0; length <= _whole.Length; length++)
        {
            JournalScan
                .Of(_whole.AsMemory(0, length))
                .Entries.Count.ShouldBe(
                    _ends.Count(end => end <= length),
                    FormattableString.Invariant($"{length} bytes")
                );
        }
    }

    [Fact]
    public void Of_ZerosAnywhere_LosesOnlyTheEntriesThatTheyTouch()
    {
        for (var at = 0; at < _ends[^1]; at += 7)
        {
            var (length, bytes) = (Math.Min(40, _ends[^1] - at), _whole.ToArray());
            bytes.AsSpan(at, length).Clear();

            var expected = Enumerable
                .Range(0, Entries)
                .Where(i => _ends[i] <= at || (i == 0 ? 0 : _ends[i - 1]) >= at + length)
                .Select(i => (long)i + 1);
            JournalScan.Of(bytes).Entries.Select(entry => entry.Number).ShouldBe(expected);
        }
    }

    [Fact]
    public void Of_TailTwice_ReadsEachEntryOnce()
    {
        byte[] twice = [.. _whole[.._ends[^1]], .. _whole[_ends[0].._ends[^1]], .. new byte[64]];

        var scan = JournalScan.Of(twice);

        scan.Entries.Select(entry => entry.Number).ShouldBe([1L, 2, 3, 4]);
        scan.IsDamaged.ShouldBeFalse();
    }

    [Fact]
    public void Open_JournalWithADamagedEntryAndOneOfANewerVersion_BringsInTheRestAndKeepsTheFile()
    {
        _folder.Open().Dispose();
        var sample = new SampleRecords(5, Begin, TimeSpan.FromHours(1));
        var bytes = new byte[256 * 1024];
        var (at, damage) = (0, 0);
        for (var number = 1; number <= 5; number++)
        {
            damage = number == 2 ? at + 40 : damage;
            at += JournalEntry.Write(
                bytes.AsSpan(at),
                number,
                number == 4
                    ? """{"id":"x","outcome":"AnOutcomeOfTomorrow"}"""u8
                    : RecordJson.Write(sample.Next(Begin))
            );
        }

        bytes[damage] ^= 1;
        File.WriteAllBytes(JournalPath, bytes);

        using (var ledger = _folder.Open())
        {
            File.ReadAllBytes(ledger.DamagedFiles.ShouldHaveSingleItem()).ShouldBe(bytes);
        }

        File.Exists(JournalPath).ShouldBeFalse();
        LedgerAudit.Lines(_folder.Path, "SELECT record_id FROM requests").Count.ShouldBe(3);
        LedgerAudit.ShouldAddUp(_folder.Path);
        using var again = _folder.Open();
        again.DamagedFiles.ShouldBeEmpty();
    }
}
