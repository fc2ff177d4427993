namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>Names of journal files: <c>skrouter.db.journal-0123456789abcdef-a</c> and <c>-b</c>.</summary>
internal static class JournalNames
{
    private const string FirstEnd = "-a";
    private const string SecondEnd = "-b";

    public static string First(string ledgerPath, string id) => Start(ledgerPath) + id + FirstEnd;

    public static string Second(string ledgerPath, string id) => Start(ledgerPath) + id + SecondEnd;

    /// <summary>Ids of the journals that are beside a ledger.</summary>
    public static IReadOnlyList<string> Ids(string ledgerPath)
    {
        var start = Path.GetFileName(Start(ledgerPath));
        var folder = Path.GetDirectoryName(ledgerPath);
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder)
                    .Select(Path.GetFileName)
                    .OfType<string>()
                    .Where(name =>
                        name.StartsWith(start, StringComparison.Ordinal)
                        && (
                            name.EndsWith(FirstEnd, StringComparison.Ordinal)
                            || name.EndsWith(SecondEnd, StringComparison.Ordinal)
                        )
                    )
                    .Select(name => name[start.Length..^FirstEnd.Length])
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }

    private static string Start(string ledgerPath) => Path.GetFullPath(ledgerPath) + ".journal-";
}
