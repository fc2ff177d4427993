using System.Text;
using System.Text.RegularExpressions;

namespace SkRouter.Simulator.Protocols.GenerateContent;

/// <summary>The signatures on function calls: from the third generation on, each step's first call must bring its own back.</summary>
internal static partial class ThoughtSeals
{
    /// <summary>Google's words for a call that another model made; sent as bytes, so in base64.</summary>
    private static readonly string[] Foreign =
    [
        "skip_thought_signature_validator",
        "context_engineering_is_the_way_to_go",
    ];

    public static string Of(string function) => Signatures.Seal("generateContent", function);

    public static bool AreRequired(string model) =>
        !Generation().Match(model).Groups["number"].Success
        || int.Parse(
            Generation().Match(model).Groups["number"].ValueSpan,
            System.Globalization.CultureInfo.InvariantCulture
        ) >= 3;

    public static bool IsGood(string function, string seal) =>
        seal == Of(function)
        || Foreign.Contains(seal, StringComparer.Ordinal)
        || Foreign.Any(word => seal == Convert.ToBase64String(Encoding.UTF8.GetBytes(word)));

    [GeneratedRegex("gemini-(?<number>[0-9]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Generation();
}
