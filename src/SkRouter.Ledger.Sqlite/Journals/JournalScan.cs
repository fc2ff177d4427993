namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>The entries of a journal file, found again after a damaged place.</summary>
/// <param name="Entries">The whole entries, in the order of their numbers.</param>
/// <param name="IsDamaged">Whether something stands where an entry should be.</param>
internal sealed record JournalScan(
    IReadOnlyList<(long Number, ReadOnlyMemory<byte> Json)> Entries,
    bool IsDamaged
)
{
    /// <summary>
    /// Reads the entries from the beginning. Where one does not check, the next that does is looked for, byte by byte: its number must be higher than those
    /// before. What stands behind the last entry is from before the file was started over and has lower numbers, or is an entry that was being copied when
    /// the process ended; which of the two a last entry that does not check is, or whether it is damaged, cannot be told, so that it counts as damaged.
    /// </summary>
    public static JournalScan Of(ReadOnlyMemory<byte> file)
    {
        var entries = new List<(long, ReadOnlyMemory<byte>)>();
        var (at, before, damaged) = (0, 0L, false);
        while (at < file.Length)
        {
            var rest = file.Span[at..];
            if (JournalEntry.TryRead(rest, out var number, out var length) && number > before)
            {
                // Entries are numbered one by one: one that is missing was damaged so that it was not even seen.
                damaged |= before > 0 && number != before + 1;
                entries.Add((number, file[(at + JournalEntry.Head)..(at + length)]));
                (before, at) = (number, at + length);
                continue;
            }

            if (Next(rest, before) is { } next)
            {
                damaged = true;
                at += next;
                continue;
            }

            damaged |= JournalEntry.LooksLikeEntry(rest, before + 1) || (at == 0 && HasBytes(rest));
            break;
        }

        return new(entries, damaged);
    }

    /// <summary>How far on the next entry is that is newer than those before; null if there is none.</summary>
    private static int? Next(ReadOnlySpan<byte> rest, long before)
    {
        for (var at = 1; at + JournalEntry.Head < rest.Length; at++)
        {
            if (
                JournalEntry.LooksLikeEntry(rest[at..], number: null)
                && JournalEntry.TryRead(rest[at..], out var number, out _)
                && number > before
            )
            {
                return at;
            }
        }

        return null;
    }

    private static bool HasBytes(ReadOnlySpan<byte> rest) => rest.ContainsAnyExcept((byte)0);
}
