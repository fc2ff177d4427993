using SkRouter.Spend;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests;

public sealed class SqliteLedgerConformanceTests : LedgerConformance, IDisposable
{
    private readonly LedgerFolder _folder = new();

    protected override ISpendLedger Create() => _folder.Open();

    public void Dispose() => _folder.Dispose();
}
