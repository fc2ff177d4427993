using SkRouter.Budgets;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Budgets;

/// <summary>What one budget has spent and holds, read within a transaction, without what no longer counts.</summary>
internal sealed class CountRow
{
    /// <summary>Added to the percent that were told where a refusal was told too.</summary>
    private const int RefusedMark = 1_000;

    private readonly BudgetSql _sql;
    private readonly long _id;
    private readonly DateTimeOffset _now;
    private readonly Budget _budget;
    private BudgetAlert _alert;
    private DateTimeOffset? _oldest;

    private CountRow(
        BudgetSql sql,
        Budget budget,
        DateTimeOffset now,
        long id,
        BudgetAlert alert,
        bool clean
    )
    {
        (_sql, _budget, _now, _id, _alert) = (sql, budget, now, id, alert);
        ReadSpent(clean);
        ReadHeld();
    }

    public decimal Spent { get; private set; }

    public decimal Reserved { get; private set; }

    /// <param name="sql">The statements.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="now">The time.</param>
    /// <param name="make">Whether to make it if it is missing.</param>
    public static CountRow? Read(BudgetSql sql, Budget budget, DateTimeOffset now, bool make)
    {
        var (scope, window) = (budget.Scope.Kind.ToString(), budget.Window.ToString());
        if (make)
        {
            sql.Run(
                """
                INSERT INTO budget_counts (scope, name, window, limit_usd, action, shadow) VALUES ($0, $1, $2, $3, $4, $5)
                ON CONFLICT DO UPDATE SET limit_usd = $3, action = $4, shadow = $5
                WHERE limit_usd <> $3 OR action <> $4 OR shadow <> $5
                """,
                scope,
                budget.Scope.Name,
                window,
                budget.LimitUsd,
                budget.Action.ToString(),
                budget.Shadow ? 1 : 0
            );
        }

        long id;
        BudgetAlert alert;
        using (
            var row = sql.For(
                    "SELECT id, alert_percent, alert_limit, alert_until FROM budget_counts WHERE scope = $0 AND name = $1 AND window = $2",
                    scope,
                    budget.Scope.Name,
                    window
                )
                .ExecuteReader()
        )
        {
            if (!row.Read())
            {
                return null;
            }

            id = row.GetInt64(0);
            alert = new(
                row.GetInt32(1) % RefusedMark,
                BudgetSql.Usd(row, 2),
                LedgerTime.Time(row.GetInt64(3)),
                row.GetInt32(1) >= RefusedMark
            );
        }

        return new(sql, budget, now, id, alert, make);
    }

    public void Hold(BudgetReservation reservation, string owner, decimal usd)
    {
        var slot = _budget.Window.SlotOf(reservation.At);
        var leaves = _budget.Window.LeavesAt(slot, reservation.At);
        _sql.Run(
            "INSERT INTO budget_holds (count_id, reservation, owner, usd, until) VALUES ($0, $1, $2, $3, $4)",
            _id,
            Key(owner, reservation),
            owner,
            usd,
            leaves < reservation.ExpiresAt ? leaves.Value : reservation.ExpiresAt
        );
        Reserved += usd;
    }

    public void Settle(BudgetReservation reservation, string owner, decimal usd)
    {
        _sql.Run(
            "DELETE FROM budget_holds WHERE count_id = $0 AND reservation = $1",
            _id,
            Key(owner, reservation)
        );
        ReadHeld();
        Spend(reservation.At, usd);
    }

    /// <summary>Counts at least this much.</summary>
    public void Begin(IReadOnlyList<BudgetSpend> spent)
    {
        if (Spent == 0)
        {
            foreach (var one in spent)
            {
                Spend(one.At, one.Usd);
            }
        }
        else if (spent.Sum(static one => one.Usd) - Spent is > 0 and var missing)
        {
            Spend(spent[^1].At, missing);
        }
    }

    private void Spend(DateTimeOffset at, decimal usd)
    {
        var slot = _budget.Window.SlotOf(at);
        if (usd == 0 || !_budget.Window.Counts(slot, _now))
        {
            return;
        }

        decimal before = 0;
        using (
            var row = _sql.For(
                    "SELECT usd FROM budget_spend WHERE count_id = $0 AND slot = $1",
                    _id,
                    slot
                )
                .ExecuteReader()
        )
        {
            before = row.Read() ? BudgetSql.Usd(row, 0) : 0;
        }

        _sql.Run(
            "INSERT OR REPLACE INTO budget_spend (count_id, slot, usd) VALUES ($0, $1, $2)",
            _id,
            slot,
            before + usd
        );
        Spent += usd;
        _oldest = slot < _oldest ? slot : _oldest ?? slot;
    }

    public BudgetState Describe() =>
        new(
            _budget,
            Spent,
            Reserved,
            _budget.Window.LeavesAt(_oldest ?? _budget.Window.SlotOf(_now), _now)
        );

    /// <summary>The same, and which share of the limit has just been reached.</summary>
    public BudgetState Tell(bool refused)
    {
        (_alert, var told) = _alert.Note(_budget, Spent, refused, _now);
        if (told is { } percent)
        {
            _sql.Run(
                "UPDATE budget_counts SET alert_percent = $0, alert_limit = $1, alert_until = $2 WHERE id = $3",
                _alert.Percent + (_alert.Refused ? RefusedMark : 0),
                _alert.LimitUsd,
                _alert.QuietUntil,
                _id
            );
            _sql.Event(_now, _budget, refused ? "refused" : "reached", percent, Spent);
        }

        return Describe() with
        {
            ReachedPercent = told,
            Refused = refused && told is not null,
        };
    }

    // Two processes may number their round trips alike.
    private static string Key(string owner, BudgetReservation reservation) =>
        $"{owner}/{reservation.Id}";

    private void ReadSpent(bool clean)
    {
        var gone = new List<long>();
        using (
            var rows = _sql.For(
                    "SELECT slot, usd FROM budget_spend WHERE count_id = $0 ORDER BY slot",
                    _id
                )
                .ExecuteReader()
        )
        {
            while (rows.Read())
            {
                var slot = LedgerTime.Time(rows.GetInt64(0));
                if (_budget.Window.Counts(slot, _now))
                {
                    Spent += BudgetSql.Usd(rows, 1);
                    _oldest ??= slot;
                }
                else if (clean)
                {
                    gone.Add(rows.GetInt64(0));
                }
            }
        }

        foreach (var slot in gone)
        {
            _sql.Run("DELETE FROM budget_spend WHERE count_id = $0 AND slot = $1", _id, slot);
        }
    }

    private void ReadHeld()
    {
        Reserved = 0;
        using var rows = _sql.For(
                "SELECT h.usd FROM budget_holds h JOIN budget_owners o ON o.owner = h.owner WHERE h.count_id = $0 AND h.until > $1 AND o.lease_until > $1",
                _id,
                _now
            )
            .ExecuteReader();
        while (rows.Read())
        {
            Reserved += BudgetSql.Usd(rows, 0);
        }
    }
}
