namespace SkRouter.Access;

/// <summary>
/// Keeps the hash of the admin key and the audit log. The one that is built in forgets both when the process ends; a ledger in a file keeps them there.
/// </summary>
public interface IAdminStore
{
    /// <summary>Reads what is kept of the admin key; null if there is none.</summary>
    AdminKeyRecord? ReadKey();

    /// <summary>Keeps an admin key, unless there is one.</summary>
    /// <param name="key">What is kept of it.</param>
    /// <returns>False if there is one, also if another process has just added it.</returns>
    bool TryAddKey(AdminKeyRecord key);

    /// <summary>Keeps an admin key in place of the one that there may be.</summary>
    /// <param name="key">What is kept of it.</param>
    void ReplaceKey(AdminKeyRecord key);

    /// <summary>Adds an entry to the audit log. It is kept when this returns.</summary>
    /// <param name="entry">The entry.</param>
    void Append(AuditEntry entry);

    /// <summary>Reads the newest entries of the audit log, the newest first.</summary>
    /// <param name="count">At most so many.</param>
    IReadOnlyList<AuditEntry> ReadAudit(int count);
}
