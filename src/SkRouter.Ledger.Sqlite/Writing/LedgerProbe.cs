using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>Tries whether a ledger's file can be written, without changing anything in it.</summary>
internal static class LedgerProbe
{
    /// <summary>Longer than any batch takes: a process that holds the file for so long keeps records from being written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    /// <summary>Less is no room to go on with.</summary>
    private const long LeastFreeBytes = 1024 * 1024;

    /// <summary>Finds out whether another process holds a file so that it cannot be written now. A file that cannot be read at all is not locked.</summary>
    public static bool IsLocked(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            using var connection = LedgerFile.OpenBeside(path, Moment);
            LedgerFile.Execute(connection, "BEGIN IMMEDIATE;");
            LedgerFile.RollBack(connection);
            return false;
        }
        catch (SqliteException exception)
        {
            return exception.SqliteErrorCode is SqliteCodes.Busy or SqliteCodes.Locked;
        }
        catch (RouterException)
        {
            return false;
        }
    }

    /// <returns>What is wrong; null if nothing is.</returns>
    public static string? FindFault(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return $"The ledger '{path}' is gone. Start again to have a new one made, or bring it back.";
            }

            if (new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace < LeastFreeBytes)
            {
                return $"The disk of the ledger '{path}' is full. Free some space.";
            }

            using var connection = LedgerFile.OpenBeside(path, Patience);
            LedgerFile.Execute(connection, "BEGIN IMMEDIATE;");
            LedgerFile.RollBack(connection);
            return null;
        }
        catch (Exception exception)
            when (exception
                    is SqliteException
                        or RouterException
                        or IOException
                        or UnauthorizedAccessException
                        or ArgumentException
            )
        {
            return $"The ledger '{path}' cannot be written: {exception.Message}";
        }
    }
}
