using System.Numerics;
using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Journals;
using SkRouter.Ledger.Sqlite.Reading;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite;

/// <summary>
/// Reads a ledger file, also while apps write. It writes nothing; only what a process that was killed had not brought into the tables is brought in when it
/// is opened, if this account may write there. Sums by at most one dimension come from what was summed up
/// when it was written and take milliseconds however large the file is; by two, from what was summed up when each hour was over; by more,
/// or by run, they are made from the requests of the window.
/// </summary>
public sealed class SqliteSpendReport : ISpendReport, IDisposable
{
    private static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly SumReader _sums;
    private readonly PairReader _pairs;
    private readonly RowReader _rows;
    private readonly RecordReader _records;

    internal SqliteSpendReport(string path, TimeSpan busyTimeout)
    {
        _connection = LedgerFile.OpenToRead(path, busyTimeout);
        var names = new NameCache(_connection, "names");
        var agents = new NameCache(_connection, "agents");
        _sums = new(_connection);
        _pairs = new(_connection);
        _rows = new(_connection, names, agents);
        _records = new(_connection, names, agents);
    }

    /// <summary>Opens a ledger file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Resilience.RouterException">
    /// There is no such file, it is no ledger, or a newer version wrote it; the message says which, with
    /// <see cref="Resilience.RouterErrorCode.Ledger"/>.
    /// </exception>
    public static SqliteSpendReport Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        LeftJournals.TryIngest(Path.GetFullPath(path), DefaultBusyTimeout);
        return new(path, DefaultBusyTimeout);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpendRow>> SumAsync(
        SpendQuery query,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        SpendQuery.Verify(query);
        return ValueTask.FromResult(Read(() => Table(query, null, cancellationToken).ToRows()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpendPoint>> SeriesAsync(
        SpendQuery query,
        SpendGrain grain,
        TimeZoneInfo? zone = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        SpendQuery.Verify(query);
        var slots = new TimeSlots(grain, zone ?? TimeZoneInfo.Utc);
        return ValueTask.FromResult(Read(() => Table(query, slots, cancellationToken).ToPoints()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunSpend>> RunsAsync(
        RunQuery query,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        return ValueTask.FromResult<IReadOnlyList<RunSpend>>(Read(() => _sums.Dearest(query)));
    }

    /// <inheritdoc/>
    public ValueTask<RecordPage> RecordsAsync(
        RecordQuery query,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        return ValueTask.FromResult(Read(() => _records.Page(query, cancellationToken)));
    }

    /// <inheritdoc/>
    public ValueTask<SpendCoverage> CoverageAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(Coverage));

    internal IReadOnlyList<DecisionRecord> Recent(
        string? run,
        int count,
        CancellationToken cancellationToken
    ) => Read(() => _records.Recent(run, count, cancellationToken));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    /// <summary>All that one report reads is of one moment.</summary>
    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction(deferred: true);
            return read();
        }
    }

    private SpendTable Table(
        SpendQuery query,
        TimeSlots? slots,
        CancellationToken cancellationToken
    )
    {
        var table = new SpendTable(query.By);
        var since = query.Since is { } from ? LedgerTime.Ticks(from) : (long?)null;
        var until = query.Until is { } to ? LedgerTime.Ticks(to) : (long?)null;
        var concerned = query.Concerned;
        if (concerned is SpendDimension.Run && (since, until, slots) is (null, null, null))
        {
            _sums.AddRuns(table, query, cancellationToken);
            return table;
        }

        if (since >= until)
        {
            return table;
        }

        if (IsPair(concerned) && slots is null)
        {
            foreach (var piece in _pairs.Add(table, query, since, until, cancellationToken))
            {
                _rows.Add(table, query, piece, slots, cancellationToken);
            }

            return table;
        }

        if (BitOperations.PopCount((uint)concerned) > 1 || concerned is SpendDimension.Run)
        {
            var all = new WindowPiece(
                PieceKind.Rows,
                since ?? long.MinValue,
                until ?? long.MaxValue
            );
            _rows.Add(table, query, all, slots, cancellationToken);
            return table;
        }

        foreach (var piece in WindowPiece.Cover(since, until, slots?.AreUtcDays ?? true))
        {
            Add(table, query, piece, slots, cancellationToken);
        }

        return table;
    }

    private static bool IsPair(SpendDimension concerned) =>
        BitOperations.PopCount((uint)concerned) == 2 && !concerned.HasFlag(SpendDimension.Run);

    private void Add(
        SpendTable table,
        SpendQuery query,
        WindowPiece piece,
        TimeSlots? slots,
        CancellationToken cancellationToken
    )
    {
        if (piece.Kind is PieceKind.Rows)
        {
            _rows.Add(table, query, piece, slots, cancellationToken);
            return;
        }

        foreach (var split in _sums.Add(table, query, piece, slots, cancellationToken))
        {
            _rows.Add(table, query, split, slots, cancellationToken);
        }
    }

    private SpendCoverage Coverage()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT records_since, hours_since FROM coverage";
        using var rows = command.ExecuteReader();
        return rows.Read() ? new(Time(0), Time(1)) : new(null, null);

        DateTimeOffset? Time(int column) =>
            rows.IsDBNull(column) ? null : LedgerTime.Time(rows.GetInt64(column));
    }
}
