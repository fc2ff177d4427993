using SkRouter.Access;
using SkRouter.Ledger.Sqlite.Access;
using SkRouter.TestKit.Access;

namespace SkRouter.Ledger.Sqlite.Tests.Access;

public sealed class SqliteOwnershipStoreTests : OwnershipStoreConformance, IDisposable
{
    private readonly LedgerFolder _folder = new();
    private readonly List<SqliteOwnershipStore> _open = [];

    protected override IOwnershipStore Create() => Open();

    public void Dispose()
    {
        _open.ForEach(store => store.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void Claim_InAnotherProcessAndAfterARestart_StaysTheFirstOwners()
    {
        var (one, other) = (Open(), Open());
        one.Claim(OwnedName.Run, "r", "a").ShouldBe("a");

        other.Claim(OwnedName.Run, "r", "b").ShouldBe("a");
        one.Dispose();
        Open().Claim(OwnedName.Run, "r", "b").ShouldBe("a");
    }

    private SqliteOwnershipStore Open()
    {
        var store = new SqliteOwnershipStore(
            _folder.Path,
            TimeSpan.FromSeconds(5),
            TimeProvider.System
        );
        _open.Add(store);
        return store;
    }
}
