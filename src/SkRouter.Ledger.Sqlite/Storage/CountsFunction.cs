using Microsoft.Data.Sqlite;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>Lets SQL add up what <see cref="SparseCounts"/> writes, so that a sum grows in one statement.</summary>
internal static class CountsFunction
{
    public const string Merge = "merge_counts";

    public static void AddTo(SqliteConnection connection) =>
        connection.CreateFunction<byte[], byte[], byte[]>(Merge, Sum, isDeterministic: true);

    private static byte[] Sum(byte[] left, byte[] right)
    {
        var counts = new SparseCounts(first: 32);
        counts.Add(left);
        counts.Add(right);
        return counts.ToBytes();
    }
}
