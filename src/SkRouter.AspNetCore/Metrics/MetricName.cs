using System.Diagnostics.Metrics;
using System.Text;

namespace SkRouter.AspNetCore.Metrics;

/// <summary>An instrument's name as Prometheus spells it: <c>skrouter.cost</c> in USD, a counter, is <c>skrouter_cost_usd_total</c>.</summary>
internal static class MetricName
{
    public static string Of(Instrument instrument, bool isCounter)
    {
        var name = new StringBuilder(Spelled(instrument.Name));
        var unit = Unit(instrument.Unit);
        if (unit.Length > 0 && !EndsWith(name, unit))
        {
            name.Append('_').Append(unit);
        }

        if (isCounter && !EndsWith(name, "total"))
        {
            name.Append("_total");
        }

        return name.ToString();
    }

    /// <summary>A label's name: letters, digits and underscores.</summary>
    public static string Spelled(string name)
    {
        var spelled = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            spelled.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return spelled.Length > 0 && char.IsAsciiDigit(spelled[0])
            ? spelled.Insert(0, '_').ToString()
            : spelled.ToString();
    }

    private static string Unit(string? unit) =>
        unit switch
        {
            "s" => "seconds",
            "By" => "bytes",
            "ms" => "milliseconds",
            // What stands in braces says what is counted, and is no unit.
            null or "" or ['{', ..] or "1" => "",
            _ => Spelled(unit).ToLowerInvariant(),
        };

    private static bool EndsWith(StringBuilder name, string end) =>
        name.ToString().EndsWith("_" + end, StringComparison.Ordinal);
}
