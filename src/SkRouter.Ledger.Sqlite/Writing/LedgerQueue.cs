using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Journals;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>What waits for the writer, in a bounded queue, and, if there is a journal, in there as well: neither has anything that the other has not.</summary>
internal sealed class LedgerQueue(SqliteLedgerOptions options, Journal? journal, TimeProvider time)
    : IDisposable
{
    private const int GatherMilliseconds = 20;
    private const int GatherFromJournalMilliseconds = 1_000;
    private const int MostTurns = 8;

    private readonly Lock _appending = new();
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly Channel<PreparedRecord> _queue = Channel.CreateBounded<PreparedRecord>(
        new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true }
    );

    /// <summary>After a journal that could not be written, the next record tries again so much later.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private long _failedAt = long.MinValue;
    private int _unwritten;
    private int _waiters;
    private bool _completed;

    public int Count => _queue.Reader.Count;

    /// <summary>What is queued or being written.</summary>
    public int Unwritten => Volatile.Read(ref _unwritten);

    public bool HasJournal => journal is not null;

    /// <summary>Whether all that is unwritten is in the journal.</summary>
    public bool IsInJournal => journal is not null && Volatile.Read(ref _failedAt) == long.MinValue;

    /// <summary>Whether the journal could not be written a moment ago.</summary>
    public bool IsFailing =>
        Volatile.Read(ref _failedAt) is not long.MinValue and var at
        && time.GetElapsedTime(at) < Between;

    public string? JournalId => journal?.Id;

    /// <summary>Waits while the queue is full.</summary>
    /// <exception cref="IOException">The journal cannot be written; the record is in the queue alone.</exception>
    public async ValueTask EnqueueAsync(
        PreparedRecord prepared,
        CancellationToken cancellationToken
    )
    {
        Exception? fault;
        while (!TryEnqueue(prepared, out fault))
        {
            var open = await _queue
                .Writer.WaitToWriteAsync(cancellationToken)
                .ConfigureAwait(false);
            ObjectDisposedException.ThrowIf(!open, typeof(SqliteLedger));
        }

        if (prepared.Committed is not null || Count >= options.BatchSize)
        {
            _hurry.Release();
        }

        if (fault is not null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>Keeps what nobody waits for, in the journal if that can be written.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryKeep(PreparedRecord prepared) => TryEnqueue(prepared, out _);

    /// <summary>Nothing more comes, and the writer need not wait for it.</summary>
    public void Complete()
    {
        lock (_appending)
        {
            _completed = true;
            _queue.Writer.Complete();
        }

        _hurry.Release();
    }

    /// <returns>False if there is nothing and nothing more comes.</returns>
    public bool WaitToTake()
    {
        var more = _queue.Reader.WaitToReadAsync();
        return more.IsCompleted ? more.Result : more.AsTask().GetAwaiter().GetResult();
    }

    public bool TryTake(out PreparedRecord prepared)
    {
        var taken = _queue.Reader.TryRead(out prepared);
        if (prepared.Committed is not null)
        {
            Interlocked.Decrement(ref _waiters);
        }

        return taken;
    }

    /// <summary>Waits until somebody is in a hurry, or for as long as others may bring more.</summary>
    public void WaitForMore()
    {
        if (Volatile.Read(ref _waiters) == 0 && Count < options.BatchSize)
        {
            _hurry.Wait(HasJournal ? GatherFromJournalMilliseconds : GatherMilliseconds);
        }

        TakeHurries();
    }

    /// <summary>A commit costs the same for one record as for ten. Whose turn is before ours may bring more; nobody waits by the clock.</summary>
    public void LetOthersCome()
    {
        var known = -1;
        for (var turn = 0; turn < MostTurns && Count is var count && count > known; turn++)
        {
            known = count;
            Thread.Yield();
        }

        TakeHurries();
    }

    /// <summary>So many are in the tables, or given up.</summary>
    public void Written(int count) => Interlocked.Add(ref _unwritten, -count);

    /// <summary>What the journal has up to a number is in the tables.</summary>
    public void Ingested(long number)
    {
        if (journal is not null)
        {
            lock (_appending)
            {
                journal.Ingested(number);
            }
        }
    }

    /// <summary>A journal of which something is not in the tables stays for whoever opens the ledger next.</summary>
    public void CloseJournal(SqliteConnection connection)
    {
        if (journal is null || Unwritten > 0)
        {
            journal?.Dispose();
            return;
        }

        try
        {
            journal.Delete();
            JournalTable.Forget(connection, journal.Id);
        }
        catch (Exception exception) when (exception is IOException or SqliteException)
        {
            // Whoever opens the ledger next removes it; there is nothing in it that is not in the tables.
        }
    }

    public void Dispose() => _hurry.Dispose();

    private bool TryEnqueue(PreparedRecord prepared, out Exception? fault)
    {
        fault = null;
        lock (_appending)
        {
            if (_completed || Count >= options.QueueCapacity)
            {
                return false;
            }

            if (journal is not null && !prepared.IsFlush)
            {
                prepared = prepared with { Number = Number(journal, prepared, out fault) };
            }

            Interlocked.Increment(ref _unwritten);
            if (prepared.Committed is not null)
            {
                Interlocked.Increment(ref _waiters);
            }

            return _queue.Writer.TryWrite(prepared);
        }
    }

    /// <summary>The number of a record that is not in the journal is that of the last one before it which is: the batch that it ends has that one.</summary>
    private long Number(Journal entries, PreparedRecord prepared, out Exception? fault)
    {
        try
        {
            fault = null;
            var number = entries.Append(prepared.Json);
            Volatile.Write(ref _failedAt, long.MinValue);
            return number;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = exception;
            Volatile.Write(ref _failedAt, time.GetTimestamp());
            return entries.Last;
        }
    }

    private void TakeHurries()
    {
        while (_hurry.Wait(0))
        {
            // Who hurried is in the queue by now, or hurries the next batch.
        }
    }
}
