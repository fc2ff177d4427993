using Microsoft.Data.Sqlite;
using SkRouter.Budgets;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Budgets;

/// <summary>
/// Counts in the ledger's file, for every process that uses it: each call is one transaction that takes the file's write lock first, so that
/// what is read is still true when it is written.
/// </summary>
internal sealed class SqliteBudgetStore : IBudgetStore, ISettableBudgets, IDisposable
{
    private readonly string _path;
    private readonly SqliteLedgerOptions _options;
    private readonly SqliteConnection _connection;
    private readonly BudgetSql _sql;
    private readonly BudgetLease _lease;
    private readonly TimeProvider _time;
    private readonly ITimer _renewal;
    private readonly WriteGate _gate;
    private readonly string _owner = Guid.NewGuid().ToString("N");

    /// <summary>What was spent while the file could not be written; it is counted with the next transaction.</summary>
    private readonly List<(
        BudgetReservation Reservation,
        IReadOnlyList<decimal> CostsUsd
    )> _unsettled = [];

    private int _held;
    private bool _disposed;

    public SqliteBudgetStore(string path, SqliteLedgerOptions options, TimeProvider time)
    {
        _path = path;
        _options = options;
        _gate = new(time);
        _connection = LedgerFile.OpenToWrite(
            path,
            options.Durability,
            WriteGate.Patience(options.BusyTimeout),
            LedgerFile.SmallCache
        );
        _sql = new(_connection);
        _lease = new(_sql, _owner);
        _time = time;
        _renewal = time.CreateTimer(
            _ => Renew(),
            null,
            BudgetLease.RenewEvery,
            BudgetLease.RenewEvery
        );
    }

    public ValueTask<BudgetGrant> ReserveAsync(
        BudgetReservation reservation,
        CancellationToken cancellationToken = default
    ) =>
        _gate.RunAsync(
            () =>
            {
                var grant = InTransaction(now => Reserve(reservation, now));
                _held += grant.Full is null ? 1 : 0;
                return grant;
            },
            cancellationToken
        );

    public async ValueTask<IReadOnlyList<BudgetState>> SettleAsync(
        BudgetReservation reservation,
        IReadOnlyList<decimal> costsUsd,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await _gate
                .RunAsync(
                    () =>
                    {
                        var states = InTransaction(now => Settle(reservation, costsUsd, now));
                        _held--;
                        return states;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (SqliteException)
        {
            // The money is spent, whether the file can be written or not.
            lock (_unsettled)
            {
                _unsettled.Add((reservation, costsUsd));
            }

            return [];
        }
    }

    public ValueTask<IReadOnlyList<BudgetState>> ReadAsync(
        IReadOnlyList<Budget> budgets,
        CancellationToken cancellationToken = default
    ) =>
        _gate.RunAsync<IReadOnlyList<BudgetState>>(
            () =>
                InTransaction(now =>
                    budgets
                        .SelectMany(budget => KnownCounts.Of(_sql, budget))
                        .Select(budget =>
                            CountRow.Read(_sql, budget, now, make: false)?.Describe()
                            ?? new(
                                budget,
                                0,
                                0,
                                budget.Window.LeavesAt(budget.Window.SlotOf(now), now)
                            )
                        )
                        .ToList()
                ),
            cancellationToken
        );

    public async ValueTask BeginAsync(
        Budget budget,
        IReadOnlyList<BudgetSpend> spent,
        CancellationToken cancellationToken = default
    ) =>
        await _gate
            .RunAsync(
                () =>
                    InTransaction(now =>
                    {
                        CountOf(budget, now).Begin(spent);
                        return true;
                    }),
                cancellationToken
            )
            .ConfigureAwait(false);

    public void Set(Budget budget) => StoredBudgets.Set(Open(), budget, _time.GetUtcNow());

    public bool Remove(BudgetScope scope, BudgetWindow window) =>
        StoredBudgets.Remove(Open(), new(scope, 0, window), _time.GetUtcNow());

    public IReadOnlyList<Budget> Read() => _gate.RunAlways(() => StoredBudgets.Read(_connection));

    public void Dispose() =>
        _gate.RunAlways(() =>
        {
            if (!_disposed)
            {
                SettleRest();
                _disposed = true;
                _renewal.Dispose();
                _sql.Dispose();
                _connection.Dispose();
            }

            return true;
        });

    private BudgetGrant Reserve(BudgetReservation reservation, DateTimeOffset now)
    {
        var counts = reservation.Lines.Select(line => CountOf(line.Budget, now)).ToList();
        var held = new decimal[counts.Count];
        for (var i = 0; i < held.Length; i++)
        {
            var count = counts[i];
            if (BudgetShare.Of(reservation.Lines[i], count.Spent, count.Reserved) is not { } share)
            {
                var full = count.Tell(refused: true);
                return new([], [.. counts.Select(each => each.Describe())], full);
            }

            held[i] = share;
        }

        for (var i = 0; i < held.Length; i++)
        {
            counts[i].Hold(reservation, _owner, held[i]);
        }

        return new(held, [.. counts.Select(each => each.Describe())], Full: null);
    }

    private BudgetState[] Settle(
        BudgetReservation reservation,
        IReadOnlyList<decimal> costsUsd,
        DateTimeOffset now
    )
    {
        var states = new BudgetState[reservation.Lines.Count];
        for (var i = 0; i < states.Length; i++)
        {
            var count = CountOf(reservation.Lines[i].Budget, now);
            count.Settle(reservation, _owner, costsUsd[i]);
            states[i] = count.Tell(refused: false);
        }

        return states;
    }

    private CountRow CountOf(Budget budget, DateTimeOffset now) =>
        CountRow.Read(_sql, budget, now, make: true)!;

    private SqliteConnection Open() =>
        LedgerFile.OpenToWrite(_path, _options.Durability, _options.BusyTimeout);

    private void Renew()
    {
        try
        {
            _gate.Run(() => _disposed || _held <= 0 || InTransaction(static _ => true));
        }
        catch (SqliteException)
        {
            // The file is locked for longer than the waiting time: the lease lasts for several renewals, and the next call renews it too.
        }
    }

    /// <summary>At the end: what is still unsettled then is held until it expires, and is in the ledger's records.</summary>
    private void SettleRest()
    {
        try
        {
            if (_held > 0)
            {
                InTransaction(static _ => true);
            }
        }
        catch (SqliteException)
        {
            // The disk is full or another process holds the file, and the process that ends does not wait for that.
        }
    }

    private T InTransaction<T>(Func<DateTimeOffset, T> work)
    {
        var late = Unsettled();
        try
        {
            _sql.Run("BEGIN IMMEDIATE");
            // Not before the lock is there: others may have been at it for a while.
            var now = _time.GetUtcNow();
            _lease.Renew(now);
            foreach (var (reservation, costsUsd) in late)
            {
                Settle(reservation, costsUsd, now);
            }

            var result = work(now);
            _sql.Run("COMMIT");
            _held -= late.Count;
            Settled(late.Count);
            return result;
        }
        catch
        {
            _lease.Forget();
            LedgerFile.RollBack(_connection);
            throw;
        }
    }

    private List<(BudgetReservation Reservation, IReadOnlyList<decimal> CostsUsd)> Unsettled()
    {
        lock (_unsettled)
        {
            return _unsettled.Count == 0 ? [] : [.. _unsettled];
        }
    }

    private void Settled(int count)
    {
        lock (_unsettled)
        {
            _unsettled.RemoveRange(0, count);
        }
    }
}
