namespace SkRouter.Access;

/// <summary>Keeps the admin key's hash and the newest audit entries of this process.</summary>
internal sealed class InMemoryAdminStore : IAdminStore
{
    private const int MostEntries = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<AuditEntry> _audit = new();
    private AdminKeyRecord? _key;

    public AdminKeyRecord? ReadKey()
    {
        lock (_gate)
        {
            return _key;
        }
    }

    public bool TryAddKey(AdminKeyRecord key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            if (_key is not null)
            {
                return false;
            }

            _key = key;
            return true;
        }
    }

    public void ReplaceKey(AdminKeyRecord key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            _key = key;
        }
    }

    public void Append(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            _audit.Enqueue(entry);
            if (_audit.Count > MostEntries)
            {
                _audit.Dequeue();
            }
        }
    }

    public IReadOnlyList<AuditEntry> ReadAudit(int count)
    {
        lock (_gate)
        {
            return [.. _audit.Reverse().Take(count)];
        }
    }
}
