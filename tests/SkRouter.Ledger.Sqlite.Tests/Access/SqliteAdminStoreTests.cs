using SkRouter.Access;
using SkRouter.Ledger.Sqlite.Access;
using SkRouter.TestKit.Access;

namespace SkRouter.Ledger.Sqlite.Tests.Access;

public sealed class SqliteAdminStoreTests : AdminStoreConformance, IDisposable
{
    private readonly LedgerFolder _folder = new();

    protected override IAdminStore Create() => Open();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadKey_OfAnotherProcess_IsSeen()
    {
        Open().TryAddKey(new("hash", DateTimeOffset.UnixEpoch)).ShouldBeTrue();

        Open().ReadKey().ShouldBe(new("hash", DateTimeOffset.UnixEpoch));
    }

    private SqliteAdminStore Open() => new(_folder.Path, TimeSpan.FromSeconds(5));
}
