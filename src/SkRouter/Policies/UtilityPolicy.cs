using System.Globalization;

namespace SkRouter.Policies;

/// <summary>The candidate with the greatest expected worth: chance times the value of a good answer, less its cost and the price of waiting.</summary>
internal sealed class UtilityPolicy(double valueUsd, double usdPerSecond) : INumberedPolicy
{
    public const string PolicyName = "Utility";

    public string Name => PolicyName;

    public IReadOnlyList<double> Numbers { get; } = [valueUsd, usdPerSecond];

    public IReadOnlyList<PolicyChoice> Rank(RankingContext context) =>
        [
            .. context
                .Candidates.Select(candidate => (Candidate: candidate, Worth: Worth(candidate)))
                .OrderByDescending(entry => entry.Worth)
                .Select(entry => new PolicyChoice(
                    entry.Candidate,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"worth ${entry.Worth:0.000000}: {PolicyText.Expect(entry.Candidate)}, about {entry.Candidate.ExpectedSeconds:0.0} s"
                    )
                )),
        ];

    // A price that nobody knows is no bargain: such a candidate stands behind all that have one.
    private double Worth(PolicyCandidate candidate) =>
        candidate.ExpectedCostUsd is { } cost
            ? (candidate.Success * valueUsd)
                - (double)cost
                - (candidate.ExpectedSeconds * usdPerSecond)
            : double.MinValue;
}
