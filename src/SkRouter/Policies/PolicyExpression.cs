using System.Globalization;

namespace SkRouter.Policies;

/// <summary>A policy as configuration writes it: a name, and numbers in brackets if it takes any, e.g. <c>CheapestAdequate(0.8)</c>.</summary>
internal readonly record struct PolicyExpression(string Name, IReadOnlyList<double> Arguments)
{
    /// <summary>Null if the text is no such expression.</summary>
    public static PolicyExpression? Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return string.IsNullOrWhiteSpace(text) ? null : new(text.Trim(), []);
        }

        var trimmed = text.TrimEnd();
        if (!trimmed.EndsWith(')'))
        {
            return null;
        }

        var arguments = new List<double>();
        foreach (
            var part in trimmed[(open + 1)..^1]
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            if (
                !double.TryParse(
                    part,
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
            {
                return null;
            }

            arguments.Add(number);
        }

        return new(text[..open].Trim(), arguments);
    }
}
