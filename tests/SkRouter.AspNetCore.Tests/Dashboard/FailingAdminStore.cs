using SkRouter.Access;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Tests.Dashboard;

/// <summary>Cannot be written to.</summary>
internal sealed class FailingAdminStore : IAdminStore
{
    public AdminKeyRecord? ReadKey() => null;

    public bool TryAddKey(AdminKeyRecord key) => throw Full();

    public void ReplaceKey(AdminKeyRecord key) => throw Full();

    public void Append(AuditEntry entry) => throw Full();

    public IReadOnlyList<AuditEntry> ReadAudit(int count) => [];

    private static RouterException Full() => new(RouterErrorCode.Ledger, "The disk is full.");
}
