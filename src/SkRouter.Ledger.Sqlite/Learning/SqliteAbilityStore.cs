using Microsoft.Data.Sqlite;
using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Learning;

/// <summary>Keeps abilities in the ledger's file. Of several processes that learn of one model, the last to save is believed.</summary>
internal sealed class SqliteAbilityStore(string path, SqliteLedgerOptions options) : IAbilityStore
{
    public IReadOnlyList<LearnedAbility> Load()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT model, role, category, mean, variance, outcomes FROM abilities";
        using var reader = command.ExecuteReader();
        var abilities = new List<LearnedAbility>();
        while (reader.Read())
        {
            // A newer version may know categories that this one does not.
            var category = reader.GetString(2);
            if (category.Length == 0 || Enum.TryParse<TaskCategory>(category, out _))
            {
                abilities.Add(
                    new(
                        reader.GetString(0),
                        reader.GetString(1) is { Length: > 0 } role ? role : null,
                        category.Length == 0 ? null : Enum.Parse<TaskCategory>(category),
                        new(reader.GetDouble(3), reader.GetDouble(4), reader.GetInt32(5))
                    )
                );
            }
        }

        return abilities;
    }

    public void Save(IReadOnlyList<LearnedAbility> changed)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var ability in changed)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText =
                "INSERT OR REPLACE INTO abilities VALUES ($model, $role, $category, $mean, $variance, $outcomes)";
            command.Parameters.AddWithValue("$model", ability.Model);
            command.Parameters.AddWithValue("$role", ability.Role ?? "");
            command.Parameters.AddWithValue("$category", ability.Category?.ToString() ?? "");
            command.Parameters.AddWithValue("$mean", ability.Estimate.Mean);
            command.Parameters.AddWithValue("$variance", ability.Estimate.Variance);
            command.Parameters.AddWithValue("$outcomes", ability.Estimate.Outcomes);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private SqliteConnection Open() =>
        LedgerFile.OpenToWrite(path, options.Durability, options.BusyTimeout);
}
