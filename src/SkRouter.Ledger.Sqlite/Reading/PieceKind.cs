namespace SkRouter.Ledger.Sqlite.Reading;

/// <summary>Where a piece of a window is read from.</summary>
internal enum PieceKind
{
    Days,
    Hours,
    Rows,
}
