using Shouldly;
using SkRouter.Access;
using Xunit;

namespace SkRouter.TestKit.Access;

/// <summary>What every store of owners does.</summary>
public abstract class OwnershipStoreConformance
{
    protected abstract IOwnershipStore Create();

    [Fact]
    public void Claim_SameName_StaysTheFirstOwners()
    {
        var store = Create();

        store.Claim(OwnedName.Run, "ticket-1", "a").ShouldBe("a");
        store.Claim(OwnedName.Run, "ticket-1", "b").ShouldBe("a");
        store.Claim(OwnedName.Run, "ticket-1", "a").ShouldBe("a");
    }

    [Fact]
    public void Claim_OtherKindOrSpelling_IsAnotherName()
    {
        var store = Create();
        store.Claim(OwnedName.Run, "x", "a");

        store.Claim(OwnedName.Tenant, "x", "b").ShouldBe("b");
        store.Claim(OwnedName.Run, "X", "b").ShouldBe("b");
        store.Claim(OwnedName.Run, "x ", "b").ShouldBe("b");
        store.Claim(OwnedName.Run, "x\0y", "b").ShouldBe("b");
        store.Claim(OwnedName.Run, "' OR 1=1 --", "b").ShouldBe("b");
    }

    [Fact]
    public async Task Claim_ManyAtOnce_AgreeOnOne()
    {
        var store = Create();
        var owners = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(i =>
                    Task.Run(() =>
                        store.Claim(OwnedName.Run, "r", FormattableString.Invariant($"key{i}"))
                    )
                )
        );

        owners.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }
}
