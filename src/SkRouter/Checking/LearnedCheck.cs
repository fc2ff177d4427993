using SkRouter.Routing;

namespace SkRouter.Checking;

/// <summary>A check by what the role has learned of earlier runs.</summary>
internal sealed class LearnedCheck(Func<ModelRouter> router) : IResultCheck
{
    public const string CheckName = "Learned";

    public string Name => CheckName;

    public ValueTask<string?> CheckAsync(WorkResult result, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            router().RunOutcomes.Assess(result.Attempt.Run) is { IsGoodEnough: false } assessment
                ? assessment.ToString()
                : null
        );
}
