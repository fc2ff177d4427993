using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Journals;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>What waits for the writer, in a bounded queue, and, if there is a journal, in there as well: neither has anything that the other has not.</summary>
internal sealed class LedgerQueue(SqliteLedgerOptions options, Journal? journal) : IDisposable
{
    private const int GatherMilliseconds = 20;
    private const int GatherFromJournalMilliseconds = 1_000;
    private const int MostTurns = 8;

    private readonly Lock _appending = new();
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly Channel<PreparedRecord> _queue = Channel.CreateBounded<PreparedRecord>(
        new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true }
    );

    private int _unwritten;
    private int _waiters;
    private bool _completed;

    public int Count => _queue.Reader.Count;

    /// <summary>What is queued or being written.</summary>
    public int Unwritten => Volatile.Read(ref _unwritten);

    public bool HasJournal => journal is not null;

    public string? JournalId => journal?.Id;

    /// <summary>Waits while the queue is full.</summary>
    /// <exception cref="IOException">The journal cannot be written; the record is nowhere.</exception>
    public async ValueTask EnqueueAsync(
        PreparedRecord prepared,
        CancellationToken cancellationToken
    )
    {
        while (!TryEnqueue(prepared))
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
    }

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

    private bool TryEnqueue(PreparedRecord prepared)
    {
        lock (_appending)
        {
            if (_completed || Count >= options.QueueCapacity)
            {
                return false;
            }

            if (journal is not null && !prepared.IsFlush)
            {
                prepared = prepared with { Number = journal.Append(prepared.Json) };
            }

            Interlocked.Increment(ref _unwritten);
            if (prepared.Committed is not null)
            {
                Interlocked.Increment(ref _waiters);
            }

            return _queue.Writer.TryWrite(prepared);
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
