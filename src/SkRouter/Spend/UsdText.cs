using System.Globalization;

namespace SkRouter.Spend;

/// <summary>Amounts in words: never rounded to nothing, and without zeros that say nothing.</summary>
internal static class UsdText
{
    /// <param name="usd">The amount.</param>
    public static string Of(decimal usd) =>
        usd.ToString("0.##################", CultureInfo.InvariantCulture);
}
