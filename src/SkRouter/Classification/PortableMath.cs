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

    internal static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return double.NaN;
        }

        x = Math.Clamp(x, -Limit, Limit);
        var power = Math.Floor((x / Ln2) + 0.5);
        var rest = x - (power * Ln2);
        var sum = 1.0;
        for (var n = 13; n >= 1; n--)
        {
            sum = 1 + (sum * rest / n);
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
        for (var n = 21; n >= 1; n -= 2)
        {
            sum = (sum * square) + (1.0 / n);
        }

        return (2 * ratio * sum) + (power * Ln2);
    }

    internal static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    internal static double Logit(double p) => Log(p / (1 - p));
}
