namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>Times as the file keeps them: ticks of 100 ns since 1970-01-01 UTC.</summary>
internal static class LedgerTime
{
    public const long Hour = TimeSpan.TicksPerHour;
    public const long Day = TimeSpan.TicksPerDay;

    public static long Ticks(DateTimeOffset time) =>
        time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;

    public static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    /// <summary>The last multiple of a width that is not after a time, also before 1970.</summary>
    public static long Floor(long ticks, long width) => ticks - Modulo(ticks, width);

    /// <summary>The first multiple of a width that is not before a time.</summary>
    public static long Ceiling(long ticks, long width) =>
        Modulo(ticks, width) is 0 ? ticks : Floor(ticks, width) + width;

    private static long Modulo(long ticks, long width) => ((ticks % width) + width) % width;
}
