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
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private int _held;
    private bool _disposed;

    public SqliteBudgetStore(string path, SqliteLedgerOptions options, TimeProvider time)
    {
        _path = path;
        _options = options;
        _connection = LedgerFile.OpenToWrite(path, options.Durability, options.BusyTimeout);
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

    public async ValueTask<BudgetGrant> ReserveAsync(
        BudgetReservation reservation,
        CancellationToken cancellationToken = default
    )
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return InTransaction(now => Reserve(reservation, now));
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<IReadOnlyList<BudgetState>> SettleAsync(
        BudgetReservation reservation,
        IReadOnlyList<decimal> costsUsd,
        CancellationToken cancellationToken = default
    )
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return InTransaction<BudgetState[]>(now =>
            {
                var states = new BudgetState[reservation.Lines.Count];
                for (var i = 0; i < states.Length; i++)
                {
                    var count = CountOf(reservation.Lines[i].Budget, now);
                    count.Settle(reservation, _owner, costsUsd[i]);
                    states[i] = count.Tell(refused: false);
                }

                _held--;
                return states;
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<IReadOnlyList<BudgetState>> ReadAsync(
        IReadOnlyList<Budget> budgets,
        CancellationToken cancellationToken = default
    )
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return InTransaction(now =>
                budgets
                    .SelectMany(budget => KnownCounts.Of(_sql, budget))
                    .Select(budget =>
                        CountRow.Read(_sql, budget, now, make: false)?.Describe()
                        ?? new(budget, 0, 0, budget.Window.LeavesAt(budget.Window.SlotOf(now), now))
                    )
                    .ToList()
            );
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask BeginAsync(
        Budget budget,
        IReadOnlyList<BudgetSpend> spent,
        CancellationToken cancellationToken = default
    )
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            InTransaction(now =>
            {
                CountOf(budget, now).Begin(spent);
                return true;
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Set(Budget budget) => StoredBudgets.Set(Open(), budget, _time.GetUtcNow());

    public bool Remove(BudgetScope scope, BudgetWindow window) =>
        StoredBudgets.Remove(Open(), new(scope, 0, window), _time.GetUtcNow());

    public IReadOnlyList<Budget> Read()
    {
        _gate.Wait();
        try
        {
            return StoredBudgets.Read(_connection);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Wait();
        if (!_disposed)
        {
            _disposed = true;
            _renewal.Dispose();
            _sql.Dispose();
            _connection.Dispose();
        }

        _gate.Release();
    }

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

        _held++;
        return new(held, [.. counts.Select(each => each.Describe())], Full: null);
    }

    private CountRow CountOf(Budget budget, DateTimeOffset now) =>
        CountRow.Read(_sql, budget, now, make: true)!;

    private SqliteConnection Open() =>
        LedgerFile.OpenToWrite(_path, _options.Durability, _options.BusyTimeout);

    private void Renew()
    {
        _gate.Wait();
        try
        {
            if (!_disposed && _held > 0)
            {
                InTransaction(static _ => true);
            }
        }
        catch (SqliteException)
        {
            // The file is locked for longer than the waiting time: the lease lasts for several renewals, and the next call renews it too.
            _lease.Forget();
        }
        finally
        {
            _gate.Release();
        }
    }

    private T InTransaction<T>(Func<DateTimeOffset, T> work)
    {
        _sql.Run("BEGIN IMMEDIATE");
        try
        {
            // Not before the lock is there: others may have been at it for a while.
            var now = _time.GetUtcNow();
            _lease.Renew(now);
            var result = work(now);
            _sql.Run("COMMIT");
            return result;
        }
        catch
        {
            _lease.Forget();
            _sql.Run("ROLLBACK");
            throw;
        }
    }
}
