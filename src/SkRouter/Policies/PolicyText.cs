using System.Globalization;

namespace SkRouter.Policies;

/// <summary>Says in a reason what a choice was made by, always in the same way.</summary>
internal static class PolicyText
{
    public static string Expect(PolicyCandidate candidate) =>
        candidate.ExpectedCostUsd is { } cost
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"P(success) {candidate.Success:0.00}, about ${cost:0.000000}"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"P(success) {candidate.Success:0.00}, price unknown"
            );
}
