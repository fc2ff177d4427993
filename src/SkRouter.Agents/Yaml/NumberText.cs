using System.Globalization;

namespace SkRouter.Agents.Yaml;

/// <summary>Numbers as files write them, whatever the machine's language.</summary>
internal static class NumberText
{
    public static double? Any(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static double? Whole(string text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
