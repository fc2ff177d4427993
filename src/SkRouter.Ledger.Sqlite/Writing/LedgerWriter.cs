using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SkRouter.Ledger.Sqlite.Journals;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// Writes records in batches from a bounded queue. Records of up to 20 ms share a commit while nobody waits for it, and of up to a second where a journal
/// already has them. A batch that cannot be written is kept and tried again; until it is written, every append fails and says why.
/// </summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    private const string Kept =
        "this round trip is not in the ledger yet and will be once it can be written";

    private const string Lost = "this round trip is not in the ledger";
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly SqliteLedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerQueue _queue;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<PreparedRecord> _batch;
    private readonly List<TaskCompletionSource> _flushes = [];
    private readonly SqliteConnection _connection;
    private readonly BatchWriter _writer;
    private readonly Upkeep _upkeep;
    private readonly TaskCompletionSource _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile Exception? _failure;
    private int _closed;

    public LedgerWriter(string path, SqliteLedgerOptions options, TimeProvider time, ILogger logger)
    {
        _path = Path.GetFullPath(path);
        _options = options;
        _time = time;
        _logger = logger;
        _batch = new(options.BatchSize);
        _connection = LedgerFile.OpenToWrite(_path, options.Durability, options.BusyTimeout);
        _writer = new(_connection);
        var damaged = LeftJournals.Ingest(_path, _connection, _writer);
        foreach (var journal in damaged)
        {
            logger.JournalDamaged(_path, journal.Path, journal.Unreadable);
        }

        DamagedFiles = [.. damaged.Select(journal => journal.Path)];
        _queue = new(
            options,
            options.Durability is Durability.Committed && !GroupCommit.IsOn
                ? Journal.Beside(_path)
                : null,
            time
        );
        _upkeep = new(_connection, _path, options, time, logger);
        // A thread of its own: it waits for the disk, and on a small machine the pool has one thread for all requests.
        new Thread(RunToTheEnd) { IsBackground = true, Name = "SkRouter ledger" }.Start();
    }

    /// <summary>Journals that were found damaged when the ledger was opened.</summary>
    public IReadOnlyList<string> DamagedFiles { get; }

    /// <summary>Why the last try to write failed; null if it did not.</summary>
    public string? Fault =>
        _failure is { } failure
            ? $"The ledger '{_path}' cannot be written: {failure.Message}"
            : null;

    /// <summary>Whether the last try to write failed, in the tables or, a moment ago, in the journal.</summary>
    public bool IsFailing => _failure is not null || _queue.IsFailing;

    /// <summary>Whether callers wait for the commit of their record.</summary>
    private bool IsWaitedFor =>
        _options.Durability is Durability.Strict
        || (_options.Durability is Durability.Committed && GroupCommit.IsOn);

    /// <summary>What is queued or being written.</summary>
    public int Unwritten => _queue.Unwritten;

    /// <summary>
    /// Queues a record, waiting while the queue is full; if there is a journal, it is in there afterwards. Under strict durability it waits until the record is
    /// committed.
    /// </summary>
    public async ValueTask AppendAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed != 0, this);
        var committed = IsWaitedFor ? Waiters.New() : null;
        var prepared = new PreparedRecord(record, RecordJson.Write(record), committed);
        if (committed is null && _failure is { } failure)
        {
            // The money is spent; that the caller is told does not make it less.
            throw NotWritten(failure, _queue.TryKeep(prepared) ? Kept : Lost);
        }

        await EnqueueAsync(prepared, cancellationToken).ConfigureAwait(false);
        if (committed is not null)
        {
            await committed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns when everything that was appended before is in the file.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_closed != 0 || Unwritten == 0)
        {
            return;
        }

        var written = Waiters.New();
        await EnqueueAsync(PreparedRecord.Flush(written), cancellationToken).ConfigureAwait(false);
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is queued and closes the file. Throws if something could not be written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        _queue.Complete();
        await _closing.CancelAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
        var (left, failure) = (Unwritten, _failure);
        _queue.CloseJournal(_connection);
        _writer.Dispose();
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _queue.Dispose();
        _closing.Dispose();
        if (failure is not null && left > 0)
        {
            throw NotWritten(
                failure,
                !_queue.IsInJournal
                    ? FormattableString.Invariant($"{left} round trips are not in the ledger")
                    : FormattableString.Invariant(
                        $"{left} round trips are in the journal beside it and will be in the ledger when it is next opened"
                    )
            );
        }
    }

    private async ValueTask EnqueueAsync(
        PreparedRecord prepared,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await _queue.EnqueueAsync(prepared, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception, Kept);
        }
    }

    private void RunToTheEnd()
    {
        try
        {
            Run();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            _ended.SetException(exception);
        }
    }

    private void Run()
    {
        _upkeep.SumPairs(IsIdle);
        while (_batch.Count > 0 || _queue.WaitToTake())
        {
            Gather();
            if (!Write())
            {
                if (_closed != 0)
                {
                    return;
                }

                // Only if there is something to try again; else the next record is the next try.
                if (_batch.Count > 0)
                {
                    Pause();
                }
            }

            _upkeep.Step(IsIdle);
        }
    }

    private bool IsIdle() => _closed == 0 && _queue.Count == 0;

    private void Gather()
    {
        if (_closed != 0 || _failure is not null || IsWaitedFor)
        {
            _queue.LetOthersCome();
        }
        else
        {
            _queue.WaitForMore();
        }

        while (_batch.Count < _options.BatchSize && _queue.TryTake(out var prepared))
        {
            if (prepared.IsFlush)
            {
                _flushes.Add(prepared.Committed!);
            }
            else
            {
                _batch.Add(prepared);
            }
        }
    }

    private bool Write()
    {
        try
        {
            if (_batch.Count > 0)
            {
                _writer.Write(_batch, _queue.JournalId);
            }
        }
        catch (Exception exception)
        {
            Failed(exception);
            return false;
        }

        if (_failure is not null)
        {
            _failure = null;
            _logger.LedgerRecovered(_path);
        }

        Waiters.Release(_batch.Select(prepared => prepared.Committed), failure: null);
        _queue.Written(_batch.Count + _flushes.Count);
        if (_batch.Count > 0)
        {
            _queue.Ingested(_batch[^1].Number);
        }

        _batch.Clear();
        Waiters.Release(_flushes, failure: null);
        _flushes.Clear();
        return true;
    }

    /// <summary>Whoever waits is told. The records stay and are tried again, unless it is a record that somebody waits for, and not the file, that is at fault.</summary>
    private void Failed(Exception exception)
    {
        var isOfFile = SqliteCodes.IsOfFile(exception);
        _logger.LedgerFailed(_path, _batch.Count, exception);
        var failure = NotWritten(exception, isOfFile ? Kept : Lost);
        Waiters.Release(_batch.Select(prepared => prepared.Committed), failure);
        Waiters.Release(_flushes, failure);
        var given = isOfFile
            ? 0
            : _batch.RemoveAll(static prepared => prepared.Committed is not null);
        _queue.Written(given + _flushes.Count);
        _flushes.Clear();
        // With nothing to try again there is nothing that would find out that it works again.
        _failure = _batch.Count > 0 ? exception : null;
    }

    private void Pause()
    {
        try
        {
            Task.Delay(PauseAfterFailure, _time, _closing.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Closing: the last try follows at once.
        }
    }

    private RouterException NotWritten(Exception cause, string consequence) =>
        new(
            RouterErrorCode.Ledger,
            $"The ledger '{_path}' cannot be written, {consequence}: {cause.Message} Check the disk's space and who else holds the file; writing is tried again every second.",
            innerException: cause
        );
}
