namespace SkRouter.Ledger.Sqlite.Budgets;

/// <summary>
/// Says that this process is alive: what it holds counts only while it does. A killed process's reservations are free again after a minute,
/// long before the round trips that they were for would have ended.
/// </summary>
internal sealed class BudgetLease(BudgetSql sql, string owner)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;

    /// <summary>Within a transaction, before anything is held.</summary>
    public void Renew(DateTimeOffset now)
    {
        if (now < _renewAt)
        {
            return;
        }

        sql.Run(
            "INSERT OR REPLACE INTO budget_owners (owner, lease_until) VALUES ($0, $1)",
            owner,
            now + Length
        );
        GiveUp(now);
        _renewAt = now + RenewEvery;
    }

    /// <summary>The transaction came to nothing: the next one renews again.</summary>
    public void Forget() => _renewAt = DateTimeOffset.MinValue;

    /// <summary>Deletes what nobody will settle any more; it did not count already.</summary>
    private void GiveUp(DateTimeOffset now)
    {
        sql.Run(
            """
            INSERT INTO budget_events (at, scope, name, window, event, percent, usd)
            SELECT $0, c.scope, c.name, c.window, 'expired', NULL, h.usd
            FROM budget_holds h
            JOIN budget_counts c ON c.id = h.count_id
            LEFT JOIN budget_owners o ON o.owner = h.owner
            WHERE h.until <= $0 OR o.owner IS NULL OR o.lease_until <= $0
            """,
            now
        );
        sql.Run(
            """
            DELETE FROM budget_holds
            WHERE until <= $0 OR owner NOT IN (SELECT owner FROM budget_owners WHERE lease_until > $0)
            """,
            now
        );
        sql.Run("DELETE FROM budget_owners WHERE lease_until <= $0", now);
    }
}
