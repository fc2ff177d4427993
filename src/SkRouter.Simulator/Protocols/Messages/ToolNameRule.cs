using System.Text.RegularExpressions;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>The characters that Anthropic takes in names of tools and ids of calls.</summary>
internal static partial class ToolNameRule
{
    public static bool Fits(string text) => text.Length <= 128 && Characters().IsMatch(text);

    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Characters();
}
