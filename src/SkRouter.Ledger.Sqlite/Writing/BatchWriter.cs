using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Journals;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>Writes a batch of records and everything that sums them up in one transaction: all of it is there afterwards, or nothing.</summary>
internal sealed class BatchWriter : IDisposable
{
    /// <summary>Nobody waits for the tables; on a busy processor requests go first.</summary>
    private const int RecordsAtOnce = 8;

    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _lastId;
    private readonly Statement _ingested;
    private readonly NameIds _names;
    private readonly SpannedIds _agents;
    private readonly SpannedIds _prices;
    private readonly RunWriter _runs;
    private readonly RequestWriter _requests;
    private readonly SumWriter _sums;
    private readonly PairWriter _pairs;

    public BatchWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _lastId = new(connection, "SELECT coalesce(max(id), 0) FROM requests");
        _ingested = new(connection, JournalTable.Upsert);
        _names = new(connection);
        _agents = new(connection, "agents", "name");
        _prices = new(connection, "price_versions", "version");
        _runs = new(connection);
        _requests = new(connection, _names, _agents, _prices, _runs);
        _sums = new(connection);
        _pairs = new(connection);
    }

    /// <param name="batch">At least one record.</param>
    /// <param name="journal">The journal that they are in, in the order of their numbers; null if they are in none.</param>
    public void Write(IReadOnlyList<PreparedRecord> batch, string? journal = null)
    {
        _begin.Run();
        try
        {
            Collect(batch);
            _agents.Write();
            _prices.Write();
            _runs.Write();
            var id = _lastId.RunForNumber();
            for (var i = 0; i < batch.Count; i++)
            {
                _requests.Write(++id, batch[i]);
                if (i % RecordsAtOnce == RecordsAtOnce - 1)
                {
                    Thread.Yield();
                }
            }

            _sums.Write();
            _pairs.AddLate(batch);
            if (journal is not null)
            {
                _ingested.Set(0, journal);
                _ingested.Set(1, batch[^1].Number);
                _ingested.Run();
            }

            _commit.Run();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _lastId.Dispose();
        _ingested.Dispose();
        _names.Dispose();
        _agents.Dispose();
        _prices.Dispose();
        _runs.Dispose();
        _requests.Dispose();
        _sums.Dispose();
        _pairs.Dispose();
    }

    private void Collect(IReadOnlyList<PreparedRecord> batch)
    {
        foreach (var prepared in batch)
        {
            var record = prepared.Record;
            var startedAt = LedgerTime.Ticks(record.StartedAt);
            _agents.See(record.Agent, startedAt);
            _prices.See(record.PriceVersion, startedAt);
            _runs.Add(record, startedAt);
            _sums.Add(record, startedAt);
        }
    }

    private void RollBack()
    {
        _names.RolledBack();
        _agents.Clear();
        _prices.Clear();
        _runs.Clear();
        _sums.Clear();
        _pairs.Clear();
        LedgerFile.RollBack(_connection);
    }
}
