namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>A journal file of which something could not be read.</summary>
/// <param name="Path">Where it is kept.</param>
/// <param name="Unreadable">Entries that check and are none that this version can read; 0 if bytes were damaged.</param>
internal readonly record struct DamagedJournal(string Path, int Unreadable);
