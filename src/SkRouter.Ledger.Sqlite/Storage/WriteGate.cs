using Microsoft.Data.Sqlite;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>
/// Lets one call at a time write to the file. While the file cannot be written (another process holds it, its disk is full), those that waited fail with the
/// one before them, and four calls a second try again: nobody waits longer than <see cref="Patience"/>, however many want to write.
/// </summary>
internal sealed class WriteGate(TimeProvider time) : IDisposable
{
    /// <summary>How long a call waits for another process; the ledger's own writer waits longer, because no caller waits for it.</summary>
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private SqliteException? _failure;
    private long _failedAt;

    /// <summary>The time to wait for a file that another process holds.</summary>
    /// <param name="busy">What the ledger's options say.</param>
    public static TimeSpan Patience(TimeSpan busy) =>
        busy < LongestPatience ? busy : LongestPatience;

    /// <exception cref="SqliteException">The file cannot be written now.</exception>
    public async ValueTask<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Try(work, asked);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc cref="RunAsync"/>
    public T Run<T>(Func<T> work)
    {
        var asked = time.GetTimestamp();
        _gate.Wait();
        try
        {
            return Try(work, asked);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Runs what does not write, or must be tried whatever happened before.</summary>
    public T RunAlways<T>(Func<T> work)
    {
        _gate.Wait();
        try
        {
            return work();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private T Try<T>(Func<T> work, long asked)
    {
        if (
            _failure is { } failure
            && (_failedAt > asked || time.GetElapsedTime(_failedAt) < Between)
        )
        {
            throw new SqliteException(
                failure.Message,
                failure.SqliteErrorCode,
                failure.SqliteExtendedErrorCode
            );
        }

        try
        {
            var result = work();
            _failure = null;
            return result;
        }
        catch (SqliteException exception) when (SqliteCodes.IsOfFile(exception))
        {
            (_failure, _failedAt) = (exception, time.GetTimestamp());
            throw;
        }
    }
}
