using Microsoft.Extensions.Logging.Abstractions;

namespace SkRouter.Ledger.Sqlite.Tests;

/// <summary>A folder for the ledgers of one test, gone afterwards.</summary>
internal sealed class LedgerFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter ledger ü");

    public string Path => System.IO.Path.Combine(_folder.FullName, "skrouter.db");

    public SqliteLedger Open(SqliteLedgerOptions? options = null, TimeProvider? time = null) =>
        new(Path, options ?? new(), time ?? TimeProvider.System, NullLogger.Instance);

    public SqliteSpendReport Report() => SqliteSpendReport.Open(Path);

    public void Dispose() => _folder.Delete(recursive: true);
}
