using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>
/// Where records are as soon as they are acknowledged: copied into a file beside the ledger, which survives the end of the process, and brought into the
/// tables later, many at once. One process has one journal of two files, so that one can be started over while the other is written to. Whose process has ended
/// left its journal to the next that opens the ledger.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Of each file to begin with: some hundreds of milliseconds under full load.</summary>
    private const long FileBytes = 2 * 1024 * 1024;

    private JournalFile _active;
    private JournalFile _other;
    private byte[] _entry = new byte[4 * 1024];

    private Journal(string ledgerPath)
    {
        Id = Guid.NewGuid().ToString("N")[..16];
        _active = JournalFile.Create(JournalNames.First(ledgerPath, Id), FileBytes);
        try
        {
            _other = JournalFile.Create(JournalNames.Second(ledgerPath, Id), FileBytes);
        }
        catch
        {
            _active.Delete();
            throw;
        }
    }

    public string Id { get; }

    /// <exception cref="RouterException">No files can be made there.</exception>
    public static Journal Beside(string ledgerPath)
    {
        try
        {
            return new(ledgerPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RouterException(
                RouterErrorCode.Ledger,
                $"The ledger '{ledgerPath}' has no journal: {exception.Message} Check that this account may make files in its folder.",
                innerException: exception
            );
        }
    }

    /// <summary>The number of the last entry.</summary>
    public long Last { get; private set; }

    /// <summary>Adds a record. Once this returns, the end of the process does not take it away.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="IOException">The disk has no room; the record is nowhere.</exception>
    public long Append(ReadOnlySpan<byte> json)
    {
        var needed = JournalEntry.Head + json.Length;
        if (_entry.Length < needed)
        {
            _entry = new byte[needed * 2];
        }

        MakeRoom(needed);
        var length = JournalEntry.Write(_entry, Last + 1, json);
        _active.Append(_entry.AsSpan(0, length), Last + 1);
        return ++Last;
    }

    /// <summary>Starts files over of which everything is in the tables.</summary>
    /// <param name="number">So far it is.</param>
    public void Ingested(long number)
    {
        foreach (var file in (ReadOnlySpan<JournalFile>)[_active, _other])
        {
            if (file.Length > 0 && file.Last <= number)
            {
                file.Clear();
            }
        }
    }

    /// <summary>Everything is in the tables, and nothing will be added.</summary>
    public void Delete()
    {
        _other.Delete();
        _active.Delete();
    }

    public void Dispose()
    {
        _other.Dispose();
        _active.Dispose();
    }

    /// <summary>In the other file, if everything that was in there is in the tables; else this one is made longer.</summary>
    private void MakeRoom(int bytes)
    {
        if (_active.HasRoomFor(bytes))
        {
            return;
        }

        if (_other.Length == 0)
        {
            (_active, _other) = (_other, _active);
        }

        if (!_active.HasRoomFor(bytes))
        {
            _active.Reserve(Math.Max(2 * _active.Capacity, _active.Length + bytes));
        }
    }
}
