using Microsoft.Extensions.Logging;

namespace SkRouter.Ledger.Sqlite.Writing;

internal static partial class LedgerLog
{
    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The ledger {Path} cannot be written; {Count} round trips wait for the next try"
    )]
    public static partial void LedgerFailed(
        this ILogger logger,
        string path,
        int count,
        Exception exception
    );

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A journal of the ledger {Path} was damaged or holds {Unreadable} entries of another version. What could be read is in the ledger; the file is kept as {Aside}"
    )]
    public static partial void JournalDamaged(
        this ILogger logger,
        string path,
        string aside,
        int unreadable
    );

    [LoggerMessage(Level = LogLevel.Information, Message = "The ledger {Path} is written again")]
    public static partial void LedgerRecovered(this ILogger logger, string path);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Old records of the ledger {Path} could not be deleted; the next try is in a minute"
    )]
    public static partial void RetentionFailed(
        this ILogger logger,
        string path,
        Exception exception
    );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "An hour of the ledger {Path} could not be summed up by pairs; breakdowns read its requests until the next try, in a minute"
    )]
    public static partial void PairsFailed(this ILogger logger, string path, Exception exception);
}
