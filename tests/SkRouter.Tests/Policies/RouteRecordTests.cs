using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Policies;

/// <summary>Every number that a decision used is on its route, and the decision can be had without a call.</summary>
public sealed class RouteRecordTests
{
    private static readonly (string, decimal)[] Models =
    [
        ("strong", 30m),
        ("cheap", 0.6m),
        ("middle", 3m),
        ("near", 3.2m),
    ];

    [Theory]
    [InlineData("CheapestAdequate(0.55)", 0.5)]
    [InlineData("CheapestAdequate(0.7)", 0.9)]
    [InlineData("CheapestAdequate(0.99)", 0.4)]
    [InlineData("CheapestAdequate", 0.75)]
    [InlineData("Utility(0.01)", 0.5)]
    [InlineData("Utility(5, 0.001)", 0.5)]
    [InlineData("Cascade", 0.5)]
    [InlineData("Explore(0.7, 1)", 0.75)]
    [InlineData("Explore(0.6, 0.0001)", 0.5)]
    public async Task Route_RankedAgainFromItsOwnNumbers_HasTheSameOrderAndReasons(
        string policy,
        double cheapSuffices
    )
    {
        var kernel = Kernel(policy, cheapSuffices);
        // Abilities and the conversation's model have moved by now, so that priors alone would not do.
        for (var i = 0; i < 12; i++)
        {
            var earlier = await PolicyTests.AskAsync(kernel);
            kernel.Router().ReportOutcome(earlier.Id, i % 3 == 0 ? 0 : 1);
        }

        var record = await PolicyTests.AskAsync(kernel);

        record.Route!.Assessed.Count.ShouldBe(4);
        record.Route.Assessed.ShouldAllBe(candidate =>
            candidate.Success > 0 && candidate.ExpectedCostUsd > 0
        );
        Again(record)
            .ShouldBe(
                record.Route.Candidates.Select(place => (place.Deployment.Model, place.Reason))
            );
    }

    [Fact]
    public async Task Route_Explored_IsTheSameAgainFromItsDraws()
    {
        var kernel = Kernel("Explore(0.7, 5)", 0.75);
        var explored = 0;
        for (var i = 0; i < 200; i++)
        {
            var record = await PolicyTests.AskAsync(kernel);
            record.Route!.Draws.Count.ShouldBe(Models.Length + 1);
            explored += record
                .Route.Candidates[0]
                .Reason.StartsWith("explored", StringComparison.Ordinal)
                ? 1
                : 0;
            Again(record)
                .ShouldBe(
                    record.Route.Candidates.Select(place => (place.Deployment.Model, place.Reason))
                );
        }

        explored.ShouldBeInRange(10, 190);
    }

    [Fact]
    public async Task Route_ConversationStaysWithItsModel_TheModelIsOnTheRecord()
    {
        var kernel = Kernel("CheapestAdequate(0.5)", 0.6);
        var first = await PolicyTests.AskAsync(kernel);

        var second = await PolicyTests.AskAsync(kernel);

        first.Route!.LastModel.ShouldBeNull();
        second.Route!.LastModel.ShouldBe(first.Model);
        second.Route.PolicyNumbers.ShouldBe([0.5]);
    }

    [Theory]
    [InlineData("CheapestAdequate(0.7)", 0.4)]
    [InlineData("Utility(0.01)", 0.9)]
    [InlineData("Prefer", 0.5)]
    public async Task Explain_ThenTheCall_GoesWhereTheExplanationSaid(
        string policy,
        double cheapSuffices
    )
    {
        var kernel = Kernel(policy, cheapSuffices);

        var preview = kernel.Router().Explain([new(ChatRole.User, "hello")], role: "writer");
        var record = await PolicyTests.AskAsync(kernel);

        preview.Chosen!.Key.ShouldBe(record.Deployment);
        preview.Route.Candidates.ShouldBe(record.Route!.Candidates);
        preview.Profile.ShouldBe(record.Profile);
        preview.WorstCaseUsd.ShouldBe(record.WorstCaseUsd);
        preview.Assessed.Select(candidate => candidate.Name).ShouldBe(Models.Select(m => m.Item1));
        preview.Assessed.ShouldAllBe(candidate => candidate.ExpectedCostUsd > 0);
    }

    [Fact]
    public async Task Explain_ManyTimes_AsksNobodyAndBooksNothing()
    {
        var client = new ScriptedChatClient(ScriptedStep.Throw(new InvalidOperationException()));
        var kernel = RouterKit.Kernel(
            router => router.Role("writer", _ => { }).Options.Roles["writer"].Policy = "Cascade",
            ("only", client)
        );

        for (var i = 0; i < 10; i++)
        {
            kernel.Router().Explain([new(ChatRole.User, "hello")], role: "writer");
        }

        (await kernel.RecordsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Explain_ExplorePolicy_LeavesItsBudgetAlone()
    {
        var kernel = Kernel("Explore(0.7, 0.02)", 0.75);
        bool Explores() =>
            kernel
                .Router()
                .Explain([new(ChatRole.User, "hello")], role: "writer")
                .Route.Candidates[0]
                .Reason.StartsWith("explored", StringComparison.Ordinal);

        var early = Enumerable.Range(0, 500).Count(_ => Explores());
        var late = Enumerable.Range(0, 500).Count(_ => Explores());

        early.ShouldBeGreaterThan(50);
        late.ShouldBeInRange(early / 2, early * 2);
    }

    [Fact]
    public void Explain_NobodyFits_SaysWhoWasLeftOutAndTheError()
    {
        var kernel = RouterKit.Kernel(
            router =>
                router
                    .Deployment("small", deployment => deployment.ContextWindow(10))
                    .Role("writer", role => role.Prefer("small")),
            ("small", new ScriptedChatClient(ScriptedStep.Answer("never")))
        );

        var preview = kernel
            .Router()
            .Explain([new(ChatRole.User, new string('x', 4_000))], role: "writer");

        preview.Chosen.ShouldBeNull();
        preview.Error!.Code.ShouldBe(RouterErrorCode.ContextTooLong);
        preview.Route.Exclusions.ShouldHaveSingleItem().Reason.ShouldContain("window of 10");
    }

    [Fact]
    public void Explain_UnknownRole_Throws()
    {
        var kernel = Kernel("Cascade", 0.5);

        Should
            .Throw<RouterException>(() =>
                kernel.Router().Explain([new(ChatRole.User, "hello")], role: "nobody")
            )
            .Code.ShouldBe(RouterErrorCode.UnknownTarget);
    }

    private static Kernel Kernel(string policy, double cheapSuffices) =>
        PolicyTests.Kernel(
            new FixedClassifier(cheapSuffices),
            role =>
            {
                role.Options.Policy = policy;
                foreach (var (name, _) in Models)
                {
                    role.Options.Prefer.Add(name);
                }
            },
            Models
        );

    /// <summary>Only what the record holds goes in; the role is an empty one.</summary>
    private static IEnumerable<(string, string)> Again(DecisionRecord record)
    {
        var route = record.Route!;
        var numbers = string.Join(
            ", ",
            route.PolicyNumbers.Select(number => FormattableString.Invariant($"{number:R}"))
        );
        var text = numbers.Length == 0 ? route.Policy : $"{route.Policy}({numbers})";
        var policy = new RoutingPolicies([], () => throw new InvalidOperationException())
            .Make(text)
            .Policy!;
        var role = new RoleModel
        {
            Name = record.Role,
            Policy = policy,
            Candidates = [],
            Deployments = [],
        };
        return policy
            .Rank(
                new(role, record.Profile!, $"{record.Run}|{record.Agent}", route.Assessed)
                {
                    LastModel = route.LastModel,
                    Draws = route.Draws.Count > 0 ? [.. route.Draws] : null,
                }
            )
            .Select(choice => (choice.Candidate.Model, choice.Reason));
    }
}
