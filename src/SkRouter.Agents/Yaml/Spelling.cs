namespace SkRouter.Agents.Yaml;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Spelling
{
    private const int LongestName = 64;
    private const int ShortestStem = 4;

    public static string Suggest(string wrong, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0)
        {
            return "remove it";
        }

        return Nearest(wrong, known) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"use one of: {string.Join(", ", known)}";
    }

    private static string? Nearest(string wrong, IReadOnlyCollection<string> known)
    {
        if (wrong.Length is 0 or > LongestName)
        {
            return null;
        }

        if (
            known.FirstOrDefault(name => Continues(wrong, name) || Continues(name, wrong)) is
            { } same
        )
        {
            return same;
        }

        var (nearest, distance) = known
            .Select(name => (Name: name, Distance: Distance(Plain(wrong), Plain(name))))
            .MinBy(pair => pair.Distance);
        return distance <= Math.Max(1, nearest.Length / 3) ? nearest : null;
    }

    private static bool Continues(string longer, string shorter) =>
        shorter.Length >= ShortestStem
        && longer.StartsWith(shorter, StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) =>
        name.Replace("-", "", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal)
            .ToUpperInvariant();

    // Edit distance with two rows.
    private static int Distance(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var letter in from)
        {
            var current = new int[to.Length + 1];
            current[0] = previous[0] + 1;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = previous[j - 1] + (letter == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[to.Length];
    }
}
