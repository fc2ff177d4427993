using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.TestKit;

namespace SkRouter.Tests.Policies;

/// <summary>A model is not preferred because more is known of it: costs are compared alike, and a switch within a conversation is priced.</summary>
public sealed class CostComparisonTests
{
    [Theory]
    [InlineData(13)]
    [InlineData(200)]
    public async Task CheapestAdequate_ShortCallsAtAFloor_LeavesTheExpensiveModelAfterwards(
        int calls
    )
    {
        var kernel = PolicyTests.Kernel(0.95, role => role.CheapestAdequate(0.7));
        for (var i = 0; i < calls; i++)
        {
            (
                await AskAsync(kernel, FormattableString.Invariant($"floor {i}"), "strong")
            ).Deployment.ShouldBe("strong");
        }

        (await AskAsync(kernel, "free", floor: null)).Deployment.ShouldBe("cheap");
    }

    [Fact]
    public async Task CheapestAdequate_ConversationForcedToTheExpensiveModel_ReturnsToTheCheapOne()
    {
        var kernel = PolicyTests.Kernel(0.95, role => role.CheapestAdequate(0.7));
        for (var i = 0; i < 13; i++)
        {
            await AskAsync(kernel, "one", "strong");
        }

        // Fifty times the price is not made up for by any prompt cache.
        var record = await AskAsync(kernel, "one", floor: null);

        record.Route!.LastModel.ShouldBe("strong");
        record.Deployment.ShouldBe("cheap");
        record.Route.Assessed.ShouldAllBe(candidate => candidate.ConversationCostUsd > 0);
    }

    [Fact]
    public void ToCompare_OneModelIsNotKnown_TakesTheRolesLengthForAll()
    {
        var verbosity = new Verbosity();
        for (var i = 0; i < 20; i++)
        {
            verbosity.Add("strong", "writer", 20);
        }

        var lengths = verbosity.ToCompare(["cheap", "strong"], "writer");

        lengths("cheap").ShouldBe(20);
        lengths("strong").ShouldBe(20);
    }

    [Fact]
    public void ToCompare_AllModelsAreKnown_TakesEachOnesOwn()
    {
        var verbosity = new Verbosity();
        for (var i = 0; i < 20; i++)
        {
            verbosity.Add("strong", "writer", 20);
            verbosity.Add("cheap", "writer", 900);
        }

        var lengths = verbosity.ToCompare(["cheap", "strong"], "writer");

        lengths("cheap").ShouldBe(900);
        lengths("strong").ShouldBe(20);
        verbosity.ToCompare(["cheap", "other"], "writer")("cheap").ShouldBeInRange(20, 900);
    }

    [Theory]
    // The rest of the conversation decides: cost of staying, cost of leaving, who serves.
    [InlineData(0.010, 0.009, "cheap")]
    [InlineData(0.009, 0.010, "near")]
    [InlineData(0.010, 0.010, "near")]
    public void CheapestAdequate_ConversationUnderWay_StaysWhileTheRestCostsNoMore(
        double stays,
        double leaves,
        string first
    )
    {
        var policy = new CheapestAdequatePolicy(0.7);
        var role = new RoleModel
        {
            Name = "writer",
            Policy = policy,
            Candidates = [],
            Deployments = [],
        };
        PolicyCandidate[] candidates =
        [
            Candidate("cheap", 0.001m, (decimal)leaves),
            Candidate("near", 0.0011m, (decimal)stays),
        ];

        var order = policy.Rank(new(role, Profile, "run|agent", candidates) { LastModel = "near" });

        order[0].Candidate.Model.ShouldBe(first);
    }

    private static readonly TaskProfile Profile = new FixedClassifier(0.9).Classify(default);

    private static PolicyCandidate Candidate(string name, decimal cost, decimal conversation) =>
        new()
        {
            Name = name,
            Tier = Tiers.Prefer,
            Model = name,
            Success = 0.9,
            Ability = new(0, 0.5, 0),
            ExpectedCostUsd = cost,
            ConversationCostUsd = conversation,
            ExpectedSeconds = 0,
        };

    private static async Task<DecisionRecord> AskAsync(Kernel kernel, string run, string? floor)
    {
        var more = new AdditionalPropertiesDictionary { ["skrouter.run"] = run };
        if (floor is not null)
        {
            more["skrouter.floor"] = floor;
        }

        var response = await ((IChatClient)kernel.Router().ForRole("writer")).GetResponseAsync(
            "hello",
            new ChatOptions { AdditionalProperties = more }
        );
        return (DecisionRecord)response.AdditionalProperties![DecisionRecord.MetadataKey]!;
    }
}
