using System.Text;

namespace SkRouter.AspNetCore.Dashboard.Figures;

/// <summary>Writes a table as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
internal static class Csv
{
    private const string Formula = "=+-@\t\r";

    public static string Write(IEnumerable<IReadOnlyList<string>> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendJoin(',', line.Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Cell(string value)
    {
        var safe =
            value.Length > 0
            && Formula.Contains(value[0], StringComparison.Ordinal)
            && !decimal.TryParse(
                value,
                System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture,
                out _
            )
                ? "'" + value
                : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? safe
            : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
