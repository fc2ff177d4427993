using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// One writer behind a bounded queue. What is queued is written in batches; while nobody waits for the commit, records of up to 20 ms go into one.
/// A batch that cannot be written stays and is tried again and again, and until it is written, whoever appends is told so.
/// </summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    private const int GatherMilliseconds = 20;
    private const int MostTurns = 8;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly SqliteLedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<PreparedRecord> _queue;
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<PreparedRecord> _batch;
    private readonly List<TaskCompletionSource> _flushes = [];
    private readonly SqliteConnection _connection;
    private readonly BatchWriter _writer;
    private readonly Upkeep _upkeep;
    private readonly Task _loop;
    private int _unwritten;
    private volatile Exception? _failure;
    private int _closed;

    public LedgerWriter(string path, SqliteLedgerOptions options, TimeProvider time, ILogger logger)
    {
        _path = Path.GetFullPath(path);
        _options = options;
        _time = time;
        _logger = logger;
        _batch = new(options.BatchSize);
        _queue = Channel.CreateBounded<PreparedRecord>(
            new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true }
        );
        _connection = LedgerFile.OpenToWrite(_path, options.Durability, options.BusyTimeout);
        _writer = new(_connection);
        _upkeep = new(_connection, _path, options, time, logger);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>What is queued or being written.</summary>
    public int Unwritten => Volatile.Read(ref _unwritten);

    /// <summary>Queues a record, waiting while the queue is full, and unless durability is the default until it is committed.</summary>
    public async ValueTask AppendAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed != 0, this);
        // Whoever waits for the commit learns from their own.
        if (_options.Durability is Durability.Default && _failure is { } failure)
        {
            throw NotWritten(failure, "this round trip is not on the books");
        }

        var committed = _options.Durability is Durability.Default ? null : NewWaiter();
        await EnqueueAsync(new(record, RecordJson.Write(record), committed), cancellationToken)
            .ConfigureAwait(false);
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

        var written = NewWaiter();
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

        _queue.Writer.Complete();
        await _closing.CancelAsync().ConfigureAwait(false);
        _hurry.Release();
        await _loop.ConfigureAwait(false);
        var (left, failure) = (Unwritten, _failure);
        _writer.Dispose();
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _hurry.Dispose();
        _closing.Dispose();
        if (failure is not null && left > 0)
        {
            throw NotWritten(
                failure,
                FormattableString.Invariant($"{left} round trips are not on the books")
            );
        }
    }

    private async ValueTask EnqueueAsync(
        PreparedRecord prepared,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref _unwritten);
        try
        {
            await _queue.Writer.WriteAsync(prepared, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Decrement(ref _unwritten);
            throw exception is ChannelClosedException
                ? new ObjectDisposedException(nameof(SqliteLedger), exception)
                : exception;
        }

        if (prepared.Committed is not null || _queue.Reader.Count >= _options.BatchSize)
        {
            _hurry.Release();
        }
    }

    private async Task RunAsync()
    {
        _upkeep.SumPairs(IsIdle);
        while (_batch.Count > 0 || await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await GatherAsync().ConfigureAwait(false);
            if (!Write())
            {
                if (_closed != 0)
                {
                    return;
                }

                // Only if there is something to try again; else the next record is the next try.
                if (_batch.Count > 0)
                {
                    await PauseAsync().ConfigureAwait(false);
                }
            }

            _upkeep.Step(IsIdle);
        }
    }

    private bool IsIdle() => _closed == 0 && _queue.Reader.Count == 0;

    private async ValueTask GatherAsync()
    {
        if (_options.Durability is Durability.Default && _closed == 0 && _failure is null)
        {
            await _hurry.WaitAsync(GatherMilliseconds).ConfigureAwait(false);
        }
        else
        {
            await LetOthersComeAsync().ConfigureAwait(false);
        }

        while (_hurry.Wait(0))
        {
            // Who hurried is in the queue by now, or hurries the next batch.
        }

        while (_batch.Count < _options.BatchSize && _queue.Reader.TryRead(out var prepared))
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

    /// <summary>A commit costs the same for one record as for ten. Whose turn is before ours may bring more; nobody waits by the clock.</summary>
    private async ValueTask LetOthersComeAsync()
    {
        var known = -1;
        for (
            var turn = 0;
            turn < MostTurns && _queue.Reader.Count is var count && count > known;
            turn++
        )
        {
            known = count;
            await Task.Yield();
        }
    }

    private bool Write()
    {
        try
        {
            if (_batch.Count > 0)
            {
                _writer.Write(_batch);
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

        Release(_batch.Select(prepared => prepared.Committed), failure: null);
        Interlocked.Add(ref _unwritten, -_batch.Count - _flushes.Count);
        _batch.Clear();
        Release(_flushes, failure: null);
        _flushes.Clear();
        return true;
    }

    /// <summary>Whoever waits is told; what nobody waits for stays and is tried again.</summary>
    private void Failed(Exception exception)
    {
        _failure = exception;
        _logger.LedgerFailed(_path, _batch.Count, exception);
        var failure = NotWritten(exception, "what waits for it is not on the books");
        Release(_batch.Select(prepared => prepared.Committed), failure);
        Release(_flushes, failure);
        var told = _batch.RemoveAll(prepared => prepared.Committed is not null);
        Interlocked.Add(ref _unwritten, -told - _flushes.Count);
        _flushes.Clear();
    }

    private async ValueTask PauseAsync()
    {
        try
        {
            await Task.Delay(PauseAfterFailure, _time, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closing: the last try follows at once.
        }
    }

    private static void Release(IEnumerable<TaskCompletionSource?> waiters, Exception? failure)
    {
        foreach (var waiter in waiters)
        {
            if (failure is null)
            {
                waiter?.TrySetResult();
            }
            else
            {
                waiter?.TrySetException(failure);
            }
        }
    }

    private static TaskCompletionSource NewWaiter() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RouterException NotWritten(Exception cause, string consequence) =>
        new(
            RouterErrorCode.Ledger,
            $"The ledger '{_path}' cannot be written, {consequence}: {cause.Message} Check the disk's space and who else holds the file; writing is tried again every second.",
            innerException: cause
        );
}
