using SkRouter.Budgets;
using SkRouter.Ledger.Sqlite.Budgets;
using SkRouter.TestKit.Budgets;

namespace SkRouter.Ledger.Sqlite.Tests.Budgets;

public sealed class SqliteBudgetStoreTests : BudgetStoreConformance, IDisposable
{
    private readonly List<LedgerFolder> _folders = [];
    private readonly List<SqliteBudgetStore> _stores = [];

    protected override int Histories => 30;

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folders.ForEach(folder => folder.Dispose());
    }

    protected override IBudgetStore Create(TimeProvider time)
    {
        var folder = new LedgerFolder();
        _folders.Add(folder);
        var store = new SqliteBudgetStore(folder.Path, new(), time);
        _stores.Add(store);
        return store;
    }
}
