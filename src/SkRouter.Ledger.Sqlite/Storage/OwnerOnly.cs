namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>
/// Keeps files to the account that writes them: their mode is 0600. On Windows they get what their folder says, which for a user's own folders is the
/// same.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Beside a ledger; SQLite gives them the ledger's mode when it makes them.</summary>
    private static readonly string[] Companions = ["", "-wal", "-shm", "-journal"];

    /// <summary>Makes a file for its owner alone, or takes from others what they may do with the one that is there.</summary>
    public static void Prepare(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            if (!File.Exists(path))
            {
                using var made = new FileStream(path, Options(FileMode.CreateNew));
                return;
            }

            foreach (var companion in Companions)
            {
                Restrict(path + companion);
            }
        }
        // Another process made it, or it belongs to another account: whether it can be used shows when it is opened.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        { }
    }

    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return options;
    }

    public static void Restrict(string path)
    {
        if (
            !OperatingSystem.IsWindows()
            && File.Exists(path)
            && (File.GetUnixFileMode(path) & ~Mode) != UnixFileMode.None
        )
        {
            File.SetUnixFileMode(path, Mode);
        }
    }
}
