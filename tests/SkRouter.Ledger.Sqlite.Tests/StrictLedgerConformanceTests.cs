using SkRouter.Spend;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests;

/// <summary>Under strict durability, and read as another process would, which sees only what is in the file.</summary>
public sealed class StrictLedgerConformanceTests : LedgerConformance, IDisposable
{
    private readonly LedgerFolder _folder = new();
    private SqliteSpendReport? _report;

    protected override ISpendLedger Create() =>
        _folder.Open(new() { Durability = Durability.Strict });

    protected override ISpendReport Read(ISpendLedger ledger) => _report = _folder.Report();

    public void Dispose()
    {
        _report?.Dispose();
        _folder.Dispose();
    }
}
