namespace SkRouter.Tests.Policies;

public sealed class NamedTierTests
{
    private static readonly (string, decimal)[] Models =
    [
        ("tiny", 0.1m),
        ("middle", 3m),
        ("strong", 30m),
        ("reserve", 1m),
    ];

    [Theory]
    [InlineData(0.95, new[] { "tiny", "reserve", "middle", "strong" }, "tier small")]
    [InlineData(0.5, new[] { "middle", "reserve", "strong", "tiny" }, "tier medium")]
    [InlineData(0.1, new[] { "strong", "reserve", "middle", "tiny" }, "tier large")]
    public async Task Route_DifficultyOfTheTask_ChoosesTheTier(
        double cheapSuffices,
        string[] order,
        string reason
    )
    {
        var kernel = PolicyTests.Kernel(
            new FixedClassifier(cheapSuffices),
            role =>
                role.Tier("large", from: 0.8, "strong")
                    .Tier("small", from: 0, "tiny")
                    .Tier("medium", from: 0.3, "middle")
                    .FallBackTo("reserve"),
            Models
        );

        var record = await PolicyTests.AskAsync(kernel);

        record.Route!.Policy.ShouldBe("Tiers");
        record.Route.PolicyNumbers.ShouldBe([0, 0.3, 0.8]);
        record.Route.Candidates.Select(place => place.Deployment.Key).ShouldBe(order);
        record.Route.Candidates[0].Reason.ShouldBe(reason);
    }
}
