namespace SkRouter.Ledger.Sqlite.Journals;

/// <summary>Names of journal files: <c>skrouter.db.journal-0123456789abcdef-a</c> and <c>-b</c>.</summary>
internal static class JournalNames
{
    private const string FirstEnd = "-a";
    private const string SecondEnd = "-b";
    private const string Mark = ".journal-";
    private const string DamagedMark = ".damaged-";

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

    /// <summary>What a damaged journal file is kept as: <c>skrouter.db.damaged-0123456789abcdef-a</c>.</summary>
    public static string Aside(string path)
    {
        var at = path.LastIndexOf(Mark, StringComparison.Ordinal);
        var aside = string.Concat(path.AsSpan(0, at), DamagedMark, path.AsSpan(at + Mark.Length));
        return File.Exists(aside) ? aside + "-" + Guid.NewGuid().ToString("N")[..8] : aside;
    }

    private static string Start(string ledgerPath) => Path.GetFullPath(ledgerPath) + Mark;
}
