using System.Buffers.Binary;
using System.Numerics;

namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>
/// One record in a journal: length, checksum, number, JSON. The checksum covers number and JSON, so that an entry of which only a part came into the file
/// is told from a whole one.
/// </summary>
internal static class JournalEntry
{
    public const int Head = sizeof(uint) + sizeof(uint) + sizeof(long);

    /// <summary>Longer than any record; a length beyond it is none.</summary>
    private const int Longest = 256 * 1024 * 1024;

    public static int Write(Span<byte> target, long number, ReadOnlySpan<byte> json)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[(2 * sizeof(uint))..], number);
        json.CopyTo(target[Head..]);
        var length = Head + json.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(
            target[sizeof(uint)..],
            Sum(target[(2 * sizeof(uint))..length])
        );
        return length;
    }

    /// <summary>The whole entries, those behind a damaged place too.</summary>
    public static IEnumerable<(long Number, byte[] Json)> ReadAll(ReadOnlyMemory<byte> file) =>
        JournalScan.Of(file).Entries.Select(entry => (entry.Number, entry.Json.ToArray()));

    /// <summary>
    /// Whether a head stands here that can be one, and text of a record where it should be: cheap, so that a whole file can be looked through.
    /// </summary>
    /// <param name="file">From here on.</param>
    /// <param name="number">The number that it must have; null for any.</param>
    public static bool LooksLikeEntry(ReadOnlySpan<byte> file, long? number)
    {
        if (file.Length <= Head)
        {
            return false;
        }

        var json = BinaryPrimitives.ReadUInt32LittleEndian(file);
        var own = BinaryPrimitives.ReadInt64LittleEndian(file[(2 * sizeof(uint))..]);
        return json is > 0 and <= Longest
            && file.Length >= Head + json
            && (number is null ? own > 0 : own == number)
            && file[Head] == (byte)'{'
            && file[Head + (int)json - 1] == (byte)'}';
    }

    /// <summary>Reads the entry that begins here.</summary>
    /// <returns>False if there is none that checks.</returns>
    public static bool TryRead(ReadOnlySpan<byte> file, out long number, out int length)
    {
        (number, length) = (0, 0);
        if (file.Length < Head)
        {
            return false;
        }

        var json = BinaryPrimitives.ReadUInt32LittleEndian(file);
        if (json is 0 or > Longest || file.Length < Head + json)
        {
            return false;
        }

        length = Head + (int)json;
        number = BinaryPrimitives.ReadInt64LittleEndian(file[(2 * sizeof(uint))..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(file[sizeof(uint)..])
            == Sum(file[(2 * sizeof(uint))..length]);
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var rest in bytes)
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return sum;
    }
}
