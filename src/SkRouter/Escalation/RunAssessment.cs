using System.Globalization;

namespace SkRouter.Escalation;

/// <summary>How the result of a run looks by what its role has learned of earlier runs.</summary>
/// <param name="Role">The role; of several agents' parts the one with the least chance counts.</param>
/// <param name="Chance">Probability that the result is good, 0 to 1.</param>
/// <param name="Enough">The probability below which the work is better done again with a stronger model; 0 while too little was learned.</param>
/// <param name="LearnedFrom">How many runs of the role it was learned from.</param>
public sealed record RunAssessment(string Role, double Chance, double Enough, int LearnedFrom)
{
    /// <summary>Gets whether the result should be kept.</summary>
    public bool IsGoodEnough => Chance >= Enough;

    /// <summary>Says it in one sentence.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"chance of success {Chance:0.00}, {(IsGoodEnough ? "enough" : $"below {Enough:0.00}")}, learned from {LearnedFrom} runs of role '{Role}'"
        );
}
