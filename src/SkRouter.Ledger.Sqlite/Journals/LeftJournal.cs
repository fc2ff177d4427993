using System.Text.Json;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Ledger.Sqlite.Writing;

namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>What is in the two files of a journal that its process left, and which of them cannot be deleted.</summary>
internal sealed class LeftJournal
{
    private readonly List<JournalFile> _files = [];
    private readonly Dictionary<JournalFile, int> _damaged = [];

    private LeftJournal(IReadOnlyList<PreparedRecord> records) => Records = records;

    /// <summary>The records that are not in the tables, in the order of their numbers.</summary>
    public IReadOnlyList<PreparedRecord> Records { get; private set; }

    /// <param name="files">The files, in the order in which they are to be deleted; null for one that is missing.</param>
    /// <param name="ingested">The number of the last entry that is in the tables.</param>
    public static LeftJournal Read(IEnumerable<JournalFile?> files, long ingested)
    {
        var left = new LeftJournal([]);
        var found = new SortedDictionary<long, PreparedRecord>();
        foreach (var file in files.OfType<JournalFile>())
        {
            left._files.Add(file);
            var scan = JournalScan.Of(file.ReadAll());
            if (scan.IsDamaged)
            {
                left._damaged[file] = 0;
            }

            foreach (var (number, json) in scan.Entries.Where(entry => entry.Number > ingested))
            {
                left.Add(found, file, number, json.ToArray());
            }
        }

        left.Records = [.. found.Values];
        return left;
    }

    /// <summary>Deletes what is in the tables now and keeps what could not be read.</summary>
    public IEnumerable<DamagedJournal> Remove()
    {
        foreach (var file in _files)
        {
            if (_damaged.TryGetValue(file, out var unreadable))
            {
                yield return new(file.KeepAside(), unreadable);
            }
            else
            {
                file.Delete();
            }
        }
    }

    private void Add(
        SortedDictionary<long, PreparedRecord> found,
        JournalFile file,
        long number,
        byte[] json
    )
    {
        try
        {
            found[number] = new(RecordJson.Read(json), json, Committed: null, number);
        }
        catch (Exception exception)
            when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            // Written by a newer version, say. It must not keep the ledger from opening, and nobody else's records from the tables.
            _damaged[file] = _damaged.GetValueOrDefault(file) + 1;
        }
    }
}
