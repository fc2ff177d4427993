using Microsoft.Data.Sqlite;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>The columns that every table of sums has, in one order: how they are written, added to and read.</summary>
internal static class SumColumns
{
    private static readonly string[] Numbers =
    [
        "round_trips",
        "unanswered",
        "attempts",
        "fallbacks",
        "unpriced",
        "estimated",
        "cost_usd",
        "cost_nano",
        "cost_atto",
        "baseline_usd",
        "baseline_nano",
        "baseline_atto",
        "saved_usd",
        "saved_nano",
        "saved_atto",
    ];

    private static readonly string[] Counts = ["usage", "latency", "first_token"];

    public static int Count => Numbers.Length + Counts.Length;

    public static string Names { get; } = string.Join(", ", [.. Numbers, .. Counts]);

    /// <summary>For an upsert: every column gets the new row's sum on top.</summary>
    public static string Addition { get; } =
        string.Join(
            ", ",
            [
                .. Numbers.Select(name => $"{name} = {name} + excluded.{name}"),
                // SQLite takes an empty result of a function for null.
                .. Counts.Select(name =>
                    $"{name} = iif(length(excluded.{name}) = 0, {name}, {CountsFunction.Merge}({name}, excluded.{name}))"
                ),
            ]
        );

    public static void Set(Statement statement, int first, SpendSum sum)
    {
        statement.Set(first, sum.RoundTrips);
        statement.Set(first + 1, sum.Unanswered);
        statement.Set(first + 2, sum.Attempts);
        statement.Set(first + 3, sum.Fallbacks);
        statement.Set(first + 4, sum.Unpriced);
        statement.Set(first + 5, sum.Estimated);
        statement.SetMoney(first + 6, sum.Cost);
        statement.SetMoney(first + 9, sum.Baseline);
        statement.SetMoney(first + 12, sum.Saved);
        statement.Set(first + 15, sum.Usage.ToBytes());
        statement.Set(first + 16, sum.Latency.ToBytes());
        statement.Set(first + 17, sum.FirstToken.ToBytes());
    }

    public static void AddTo(SpendSum sum, SqliteDataReader row, int first)
    {
        sum.RoundTrips += row.GetInt64(first);
        sum.Unanswered += row.GetInt64(first + 1);
        sum.Attempts += row.GetInt64(first + 2);
        sum.Fallbacks += row.GetInt64(first + 3);
        sum.Unpriced += row.GetInt64(first + 4);
        sum.Estimated += row.GetInt64(first + 5);
        sum.Cost += Money(row, first + 6);
        sum.Baseline += Money(row, first + 9);
        sum.Saved += Money(row, first + 12);
        sum.Usage.Add(row.GetFieldValue<byte[]>(first + 15));
        sum.Latency.Add(row.GetFieldValue<byte[]>(first + 16));
        sum.FirstToken.Add(row.GetFieldValue<byte[]>(first + 17));
    }

    public static decimal Money(SqliteDataReader row, int first) =>
        new LedgerMoney(
            row.GetInt64(first),
            row.GetInt64(first + 1),
            row.GetInt64(first + 2)
        ).Amount;
}
