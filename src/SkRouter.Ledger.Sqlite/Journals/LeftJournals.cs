using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Ledger.Sqlite.Writing;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>
/// Brings into the tables what processes that have ended left in their journals. The number up to which a journal is in the tables is committed with what it
/// speaks of, so nothing is booked twice, whenever the process ended.
/// </summary>
internal static class LeftJournals
{
    private const int BatchSize = 500;

    /// <summary>For who reads: before it does, if anything was left and the file can be written.</summary>
    public static void TryIngest(string ledgerPath, TimeSpan busy)
    {
        if (!JournalNames.Ids(ledgerPath).Any(id => IsLeft(JournalNames.First(ledgerPath, id))))
        {
            return;
        }

        try
        {
            using var connection = LedgerFile.OpenToWrite(ledgerPath, Durability.Default, busy);
            using var writer = new BatchWriter(connection);
            Ingest(ledgerPath, connection, writer);
        }
        catch (Exception exception)
            when (exception
                    is RouterException
                        or SqliteException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            // Nothing is lost: whoever may write brings it in. What is in the tables can be read without it.
        }
    }

    private static bool IsLeft(string path)
    {
        using var file = JournalFile.TryTake(path);
        return file is not null;
    }

    /// <param name="ledgerPath">The ledger, whole.</param>
    /// <param name="connection">To it, for writing.</param>
    /// <param name="writer">Over that connection.</param>
    /// <returns>Files of which something could not be read. They were kept beside the ledger.</returns>
    public static IReadOnlyList<DamagedJournal> Ingest(
        string ledgerPath,
        SqliteConnection connection,
        BatchWriter writer
    )
    {
        var damaged = new List<DamagedJournal>();
        foreach (var id in JournalNames.Ids(ledgerPath))
        {
            var (first, second) = (
                JournalNames.First(ledgerPath, id),
                JournalNames.Second(ledgerPath, id)
            );
            // Whoever has the first has the journal. It is made first and deleted last.
            using var one = JournalFile.TryTake(first);
            if (one is null && File.Exists(first))
            {
                continue;
            }

            using var other = JournalFile.TryTake(second);
            var left = LeftJournal.Read([other, one], JournalTable.Ingested(connection, id));
            foreach (var batch in left.Records.Chunk(BatchSize))
            {
                writer.Write(batch, id);
            }

            damaged.AddRange(left.Remove());
            JournalTable.Forget(connection, id);
        }

        return damaged;
    }
}
