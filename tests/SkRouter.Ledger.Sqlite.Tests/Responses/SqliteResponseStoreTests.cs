using SkRouter.Ledger.Sqlite.Responses;
using SkRouter.Responses;
using SkRouter.TestKit.Responses;

namespace SkRouter.Ledger.Sqlite.Tests.Responses;

public sealed class SqliteResponseStoreTests : ResponseStoreConformance, IDisposable
{
    private readonly LedgerFolder _folder = new();
    private readonly List<SqliteResponseStore> _stores = [];

    protected override IResponseStore Create()
    {
        var store = new SqliteResponseStore(_folder.Path, TimeSpan.FromSeconds(30), Time);
        _stores.Add(store);
        return store;
    }

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task Find_ResponseOfAnotherProcess_IsFound()
    {
        await Create().SaveAsync(Response("resp_1"));

        (await Create().FindAsync("resp_1", null)).ShouldNotBeNull();
    }
}
