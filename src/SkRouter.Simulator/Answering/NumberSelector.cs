using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SkRouter.Simulator.Answering;

/// <summary>Numbers as a script names them: <c>3</c>, <c>1-4</c>, <c>2-</c>, <c>every 3</c>, <c>*</c>, several with commas.</summary>
internal sealed class NumberSelector
{
    public const string Form =
        "use \"3\", \"1-4\", \"2-\", \"every 3\", \"*\", or several with commas";

    private readonly List<(int From, int To, int Every)> _ranges = [];

    private NumberSelector() { }

    public static bool TryParse(string text, [NotNullWhen(true)] out NumberSelector? selector)
    {
        var result = new NumberSelector();
        selector = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!result.TryAdd(part))
            {
                return false;
            }
        }

        selector = result;
        return true;
    }

    public bool Contains(int number)
    {
        foreach (var (from, to, every) in _ranges)
        {
            if (number >= from && number <= to && number % every == 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryAdd(string part)
    {
        if (part == "*")
        {
            return Add(0, int.MaxValue);
        }

        if (part.StartsWith("every ", StringComparison.OrdinalIgnoreCase))
        {
            return Number(part[6..]) is { } every and > 0 && Add(1, int.MaxValue, every);
        }

        var dash = part.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return Number(part) is { } one && Add(one, one);
        }

        var to = dash == part.Length - 1 ? int.MaxValue : Number(part[(dash + 1)..]);
        return Number(part[..dash]) is { } from && to is { } end && end >= from && Add(from, end);
    }

    private bool Add(int from, int to, int every = 1)
    {
        _ranges.Add((from, to, every));
        return true;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
