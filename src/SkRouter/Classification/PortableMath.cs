namespace SkRouter.Classification;

/// <summary>
/// Exponential and logarithm from additions, multiplications and divisions only. <see cref="Math.Exp"/> and
/// <see cref="Math.Log(double)"/> call the platform's C library, whose last bit differs from system to system; training must not.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417;
    private const double SqrtHalf = 0.70710678118654752440;
    private const double Limit = 700;
    private const int LogsKept = 1_024;

    private static readonly float[] Logs =
    [
        .. Enumerable.Range(0, LogsKept).Select(number => (float)Log(number)),
    ];

    // Coefficients of the two series, the lowest power first.
    private static ReadOnlySpan<double> InverseFactorials =>
        [
            1,
            1,
            1.0 / 2,
            1.0 / 6,
            1.0 / 24,
            1.0 / 120,
            1.0 / 720,
            1.0 / 5_040,
            1.0 / 40_320,
            1.0 / 362_880,
            1.0 / 3_628_800,
            1.0 / 39_916_800,
            1.0 / 479_001_600,
            1.0 / 6_227_020_800,
        ];

    private static ReadOnlySpan<double> InverseOdds =>
        [
            1,
            1.0 / 3,
            1.0 / 5,
            1.0 / 7,
            1.0 / 9,
            1.0 / 11,
            1.0 / 13,
            1.0 / 15,
            1.0 / 17,
            1.0 / 19,
            1.0 / 21,
        ];

    internal static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return double.NaN;
        }

        x = Math.Clamp(x, -Limit, Limit);
        var power = Math.Floor((x / Ln2) + 0.5);
        var rest = x - (power * Ln2);
        var sum = InverseFactorials[^1];
        for (var n = InverseFactorials.Length - 2; n >= 0; n--)
        {
            sum = (sum * rest) + InverseFactorials[n];
        }

        return sum * BitConverter.Int64BitsToDouble(((long)power + 1023) << 52);
    }

    internal static double Log(double x)
    {
        if (!(x > 0) || !double.IsNormal(x))
        {
            return x == 0 ? double.NegativeInfinity : double.NaN;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var power = (int)((bits >> 52) & 0x7FF) - 1022;
        var mantissa = BitConverter.Int64BitsToDouble(
            (bits & 0x000F_FFFF_FFFF_FFFF) | (1022L << 52)
        );
        if (mantissa < SqrtHalf)
        {
            mantissa *= 2;
            power--;
        }

        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var n = InverseOdds.Length - 1; n >= 0; n--)
        {
            sum = (sum * square) + InverseOdds[n];
        }

        return (2 * ratio * sum) + (power * Ln2);
    }

    /// <summary>The logarithm of a whole number above 0, in single precision.</summary>
    internal static float LogOf(int number) =>
        (uint)number < (uint)Logs.Length ? Logs[number] : (float)Log(number);

    internal static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    internal static double Logit(double p) => Log(p / (1 - p));
}
