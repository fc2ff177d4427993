using System.Globalization;

namespace IncidentDesk.Reporting;

/// <summary>Dollars as people read them.</summary>
internal static class Usd
{
    public static string Cost(decimal usd) =>
        string.Create(CultureInfo.InvariantCulture, $"${usd:0.0000}");

    public static string PerMillion(decimal usd) =>
        string.Create(CultureInfo.InvariantCulture, $"${usd:0.00##}");
}
