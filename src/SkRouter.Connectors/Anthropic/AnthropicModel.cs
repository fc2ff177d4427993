using System.Globalization;
using System.Text.RegularExpressions;

namespace SkRouter.Connectors.Anthropic;

/// <summary>What a Claude model can do, read from its name. An unknown name is taken for a new model.</summary>
internal static partial class AnthropicModel
{
    private static readonly (int, int) Newest = (99, 0);

    /// <summary>From 4.6 on a model decides itself how long to think, given an effort; before it wants a budget.</summary>
    public static bool ThinksAdaptively(string? model) => VersionOf(model).CompareTo((4, 6)) >= 0;

    /// <summary>From 4.7 on there is an effort between high and max.</summary>
    public static bool HasExtraHighEffort(string? model) => VersionOf(model).CompareTo((4, 7)) >= 0;

    /// <summary>From 4.5 on (4.1 for Opus) an answer can be bound to a schema.</summary>
    public static bool HasSchemas(string? model) =>
        VersionOf(model).CompareTo(IsOpus(model) ? (4, 1) : (4, 5)) >= 0;

    private static bool IsOpus(string? model) =>
        model?.Contains("opus", StringComparison.OrdinalIgnoreCase) is true;

    private static (int Major, int Minor) VersionOf(string? model)
    {
        var match = Version().Match(model ?? "");
        return match.Success
            ? (Number(match.Groups["major"]), Number(match.Groups["minor"]))
            : Newest;
    }

    private static int Number(Group group) =>
        group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"claude-(?:[a-z]+-)?(?<major>\d{1,2})(?!\d)(?:[-.](?<minor>\d{1,2})(?!\d))?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Version();
}
