using Microsoft.Win32.SafeHandles;

namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>One of the two files of a journal. It belongs to one process as long as that holds it open.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private JournalFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    public long Length { get; private set; }

    /// <summary>The number of the last entry; 0 if it is empty.</summary>
    public long Last { get; private set; }

    public static JournalFile Create(string path) =>
        new(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));

    /// <returns>Null if another process has it, or it is gone.</returns>
    public static JournalFile? TryTake(string path)
    {
        try
        {
            return new(
                path,
                File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Adds an entry; all of it is in the file afterwards, or nothing.</summary>
    public void Append(ReadOnlySpan<byte> entry, long number)
    {
        try
        {
            RandomAccess.Write(_handle, entry, Length);
        }
        catch
        {
            // A part of it may be there; the checksum would tell, but what comes next must not stand behind it.
            RandomAccess.SetLength(_handle, Length);
            throw;
        }

        Length += entry.Length;
        Last = number;
    }

    /// <summary>Starts it over.</summary>
    public void Clear()
    {
        RandomAccess.SetLength(_handle, 0);
        Length = 0;
        Last = 0;
    }

    public byte[] ReadAll()
    {
        var bytes = new byte[Length];
        var read = 0;
        while (
            read < bytes.Length
            && RandomAccess.Read(_handle, bytes.AsSpan(read), read) is > 0 and var count
        )
        {
            read += count;
        }

        return read == bytes.Length ? bytes : bytes[..read];
    }

    public void Delete()
    {
        if (OperatingSystem.IsWindows())
        {
            // It deletes no open file. Whoever takes it in between finds nothing in it that is not in the tables.
            _handle.Dispose();
        }

        File.Delete(Path);
        _handle.Dispose();
    }

    public void Dispose() => _handle.Dispose();
}
