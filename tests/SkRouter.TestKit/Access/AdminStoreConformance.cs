using Shouldly;
using SkRouter.Access;
using Xunit;

namespace SkRouter.TestKit.Access;

/// <summary>What every store of the admin key and the audit log does.</summary>
public abstract class AdminStoreConformance
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    protected abstract IAdminStore Create();

    [Fact]
    public void TryAddKey_Twice_KeepsTheFirst()
    {
        var store = Create();
        store.ReadKey().ShouldBeNull();

        store.TryAddKey(new("one", Now)).ShouldBeTrue();
        store.TryAddKey(new("two", Now)).ShouldBeFalse();

        store.ReadKey().ShouldBe(new("one", Now));
    }

    [Fact]
    public void ReplaceKey_WithOrWithoutOne_KeepsTheNew()
    {
        var store = Create();
        store.ReplaceKey(new("one", Now));
        store.ReplaceKey(new("two", Now.AddDays(1)));

        store.ReadKey().ShouldBe(new("two", Now.AddDays(1)));
    }

    [Fact]
    public void ReadAudit_ManyEntries_NewestFirstAndWhole()
    {
        var store = Create();
        store.ReadAudit(10).ShouldBeEmpty();
        var first = new AuditEntry(Now, "ann", "budget.set", "Role 'x' ü", null, "5 USD");
        var second = new AuditEntry(Now, "bob", "budget.remove", "Role 'x'", "5 USD", null);
        store.Append(first);
        store.Append(second);

        store.ReadAudit(10).ShouldBe([second, first]);
        store.ReadAudit(1).ShouldBe([second]);
    }
}
