using Microsoft.Data.Sqlite;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>SQLite's result codes that the ledger tells apart, see https://www.sqlite.org/rescode.html.</summary>
internal static class SqliteCodes
{
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int IoError = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int NotADatabase = 26;

    /// <summary>Whether an error is of the file, its disk or another process, so that the same write may succeed later.</summary>
    public static bool IsOfFile(Exception exception) =>
        exception
            is SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or IoError or Full };
}
