using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>
/// One of the two files of a journal, mapped into memory: adding an entry is a copy, and what was copied is the operating system's, which writes it to the disk
/// whatever becomes of the process. Started over, it is written to from its beginning again; what is behind the new entries then has lower numbers. It belongs to
/// one process as long as that holds it open.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private static readonly byte[] Nothing = new byte[64 * 1024];

    private readonly SafeFileHandle _handle;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;

    private JournalFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>How much of it holds entries.</summary>
    public long Length { get; private set; }

    /// <summary>How much of it there is.</summary>
    public long Capacity { get; private set; }

    /// <summary>The number of the last entry; 0 if it is empty.</summary>
    public long Last { get; private set; }

    public static JournalFile Create(string path, long capacity)
    {
        var handle = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None
        );
        OwnerOnly.Restrict(path);
        var file = new JournalFile(path, handle);
        try
        {
            file.Reserve(capacity);
            return file;
        }
        catch
        {
            file.Delete();
            throw;
        }
    }

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

    public bool HasRoomFor(int bytes) => Length + bytes <= Capacity;

    /// <summary>Adds an entry for which there is room.</summary>
    public void Append(ReadOnlySpan<byte> entry, long number)
    {
        _view!.SafeMemoryMappedViewHandle.WriteSpan((ulong)Length, entry);
        Length += entry.Length;
        Last = number;
    }

    /// <summary>Makes it longer. The disk's room is taken now: a mapped page that finds none when it is written to would end the process.</summary>
    /// <exception cref="IOException">There is no room; it is as long as it was.</exception>
    public void Reserve(long capacity)
    {
        for (var at = Capacity; at < capacity; at += Nothing.Length)
        {
            RandomAccess.Write(
                _handle,
                Nothing.AsSpan(0, (int)Math.Min(Nothing.Length, capacity - at)),
                at
            );
        }

        Unmap();
        _map = MemoryMappedFile.CreateFromFile(
            _handle,
            mapName: null,
            capacity,
            MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None,
            leaveOpen: true
        );
        _view = _map.CreateViewAccessor(0, capacity);
        Capacity = capacity;
    }

    /// <summary>Starts it over.</summary>
    public void Clear()
    {
        Length = 0;
        Last = 0;
    }

    public byte[] ReadAll()
    {
        var bytes = new byte[RandomAccess.GetLength(_handle)];
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
        Unmap();
        if (OperatingSystem.IsWindows())
        {
            // It deletes no open file. Whoever takes it in between finds nothing in it that is not in the tables.
            _handle.Dispose();
        }

        File.Delete(Path);
        _handle.Dispose();
    }

    /// <summary>Keeps it beside the ledger, under a name that nobody takes for a journal.</summary>
    /// <returns>Where it is now.</returns>
    public string KeepAside()
    {
        Unmap();
        if (OperatingSystem.IsWindows())
        {
            // It moves no open file.
            _handle.Dispose();
        }

        var aside = JournalNames.Aside(Path);
        File.Move(Path, aside);
        _handle.Dispose();
        return aside;
    }

    public void Dispose()
    {
        Unmap();
        _handle.Dispose();
    }

    private void Unmap()
    {
        _view?.Dispose();
        _map?.Dispose();
        (_view, _map) = (null, null);
    }
}
