using System.Text.RegularExpressions;

namespace SkRouter.Connectors.Wire;

/// <summary>Makes the name of a participant acceptable: providers refuse white space and most punctuation in it.</summary>
internal static partial class ParticipantName
{
    private const int Longest = 64;

    public static string Fit(string name)
    {
        var fitting = Forbidden().Replace(name, "_");
        return fitting.Length > Longest ? fitting[..Longest] : fitting;
    }

    [GeneratedRegex(
        "[^a-zA-Z0-9_-]",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Forbidden();
}
