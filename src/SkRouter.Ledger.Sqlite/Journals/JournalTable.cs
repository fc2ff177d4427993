using Microsoft.Data.Sqlite;

namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>How far journals are in the tables.</summary>
internal static class JournalTable
{
    public const string Upsert =
        "INSERT INTO journals (id, ingested) VALUES ($0, $1) ON CONFLICT (id) DO UPDATE SET ingested = excluded.ingested";

    /// <summary>The number of the last entry that is in the tables; 0 if none is.</summary>
    public static long Ingested(SqliteConnection connection, string id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT ingested FROM journals WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        return command.ExecuteScalar() as long? ?? 0;
    }

    /// <summary>After the files were deleted, never before: what is left of a journal without this would be booked again.</summary>
    public static void Forget(SqliteConnection connection, string id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM journals WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        command.ExecuteNonQuery();
    }
}
