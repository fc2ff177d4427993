using Microsoft.Data.Sqlite;
using SkRouter.Escalation;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Learning;

/// <summary>Keeps what roles have learned of their runs in the ledger's file. Of several processes that learn in one role, the last to save is believed.</summary>
internal sealed class SqliteEscalationStore(string path, SqliteLedgerOptions options)
    : IEscalationStore
{
    public IReadOnlyList<LearnedEscalation> Load()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT role, state FROM escalations";
        using var reader = command.ExecuteReader();
        var learned = new List<LearnedEscalation>();
        while (reader.Read())
        {
            learned.Add(new(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        }

        return learned;
    }

    public void Save(IReadOnlyList<LearnedEscalation> changed)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var role in changed)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT OR REPLACE INTO escalations VALUES ($role, $state)";
            command.Parameters.AddWithValue("$role", role.Role);
            command.Parameters.AddWithValue("$state", role.State.ToArray());
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private SqliteConnection Open() =>
        LedgerFile.OpenToWrite(path, options.Durability, options.BusyTimeout);
}
