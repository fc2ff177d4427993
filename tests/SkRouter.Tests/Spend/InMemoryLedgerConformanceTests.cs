using SkRouter.Spend;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Tests.Spend;

public sealed class InMemoryLedgerConformanceTests : LedgerConformance
{
    protected override ISpendLedger Create() => new InMemoryLedger(capacity: 10_000);
}
