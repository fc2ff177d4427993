using System.Text.RegularExpressions;

namespace SkRouter.Architecture.Layout;

/// <summary>Reads which types a file declares. The formatter indents what is nested, so column 0 means top level.</summary>
internal static partial class TypeNames
{
    public static IReadOnlyList<string> TopLevel(string path) => TopLevelIn(File.ReadAllText(path));

    public static IReadOnlyList<string> TopLevelIn(string text) =>
        [.. Declaration().Matches(text).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|interface|enum|delegate\s+\S+|record(?:\s+(?:struct|class))?|struct)\s+(?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Declaration();
}
