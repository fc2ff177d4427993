using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Reading;

/// <summary>A part of a window of time, in ticks, and where to read it from.</summary>
internal readonly record struct WindowPiece(PieceKind Kind, long From, long To)
{
    /// <summary>
    /// A window as whole days where there are any, whole hours beside them, and rows at the ragged ends: exact, and few rows to read
    /// however long it is.
    /// </summary>
    public static IEnumerable<WindowPiece> Cover(long? since, long? until, bool useDays)
    {
        var from = since ?? long.MinValue;
        var to = until ?? long.MaxValue;
        var hours = (From: Up(since, LedgerTime.Hour), To: Down(until, LedgerTime.Hour));
        if (hours.From >= hours.To)
        {
            yield return new(PieceKind.Rows, from, to);
            yield break;
        }

        if (from < hours.From)
        {
            yield return new(PieceKind.Rows, from, hours.From);
        }

        var days = (From: Up(since, LedgerTime.Day), To: Down(until, LedgerTime.Day));
        if (!useDays || days.From >= days.To)
        {
            yield return new(PieceKind.Hours, hours.From, hours.To);
        }
        else
        {
            yield return new(PieceKind.Hours, hours.From, days.From);
            yield return new(PieceKind.Days, days.From, days.To);
            yield return new(PieceKind.Hours, days.To, hours.To);
        }

        if (hours.To < to)
        {
            yield return new(PieceKind.Rows, hours.To, to);
        }
    }

    private static long Up(long? ticks, long width) =>
        ticks is { } known ? LedgerTime.Ceiling(known, width) : long.MinValue;

    private static long Down(long? ticks, long width) =>
        ticks is { } known ? LedgerTime.Floor(known, width) : long.MaxValue;
}
