using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>A line through log-odds that makes held-out predictions true probabilities (Platt 1999).</summary>
/// <param name="Slope">Factor of the log-odds.</param>
/// <param name="Shift">What is added to them.</param>
internal sealed record PlattScaling(double Slope, double Shift)
{
    internal static readonly PlattScaling None = new(1, 0);

    private const int Iterations = 30;

    // Draws the line towards leaving the log-odds alone when there are few rows.
    private const double Prior = 5;

    internal static PlattScaling Fit(IReadOnlyList<HeldPrediction> held)
    {
        double slope = 1;
        double shift = 0;
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var (g0, g1) = (Prior * (slope - 1), Prior * shift);
            var (h00, h01, h11) = (Prior, 0.0, Prior);
            foreach (var (x, target, share) in held)
            {
                var p = PortableMath.Sigmoid((slope * x) + shift);
                var weight = share * p * (1 - p);
                g0 += share * (p - target) * x;
                g1 += share * (p - target);
                h00 += weight * x * x;
                h01 += weight * x;
                h11 += weight;
            }

            var determinant = (h00 * h11) - (h01 * h01);
            slope -= ((h11 * g0) - (h01 * g1)) / determinant;
            shift -= ((h00 * g1) - (h01 * g0)) / determinant;
        }

        return double.IsFinite(slope) && double.IsFinite(shift) && slope > 0
            ? new(slope, shift)
            : None;
    }
}
