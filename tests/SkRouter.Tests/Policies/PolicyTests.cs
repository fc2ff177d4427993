using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Classification;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Policies;

public sealed class PolicyTests
{
    [Theory]
    [InlineData(0.95, "cheap")]
    [InlineData(0.2, "strong")]
    public async Task CheapestAdequate_TaskDifficulty_DecidesTheModel(
        double cheapSuffices,
        string served
    )
    {
        var kernel = Kernel(cheapSuffices, role => role.CheapestAdequate(0.7));

        var record = await AskAsync(kernel);

        record.Deployment.ShouldBe(served);
        record.Route!.Policy.ShouldBe("CheapestAdequate");
        record.Route.Candidates[0].Reason.ShouldContain("P(success)");
    }

    [Fact]
    public async Task CheapestAdequate_ConversationHasAModelThatIsAdequate_StaysWithIt()
    {
        var classifier = new FixedClassifier(0.3);
        var kernel = Kernel(
            classifier,
            role => role.CheapestAdequate(0.7),
            // Close in price, so that staying costs little.
            ("cheap", 1.0m),
            ("strong", 1.1m)
        );
        kernel.Router().ReportOutcome((await AskAsync(kernel, "a")).Id, 1);
        for (var i = 0; i < 40; i++)
        {
            var taught = await AskAsync(kernel, FormattableString.Invariant($"other-{i}"));
            kernel.Router().ReportOutcome(taught.Id, 1);
        }

        classifier.CheapSuffices = 0.9;
        var first = await AskAsync(kernel, "steady");
        var again = await AskAsync(kernel, "steady");

        again.Deployment.ShouldBe(first.Deployment);
    }

    [Fact]
    public async Task Utility_ValueOfAnAnswer_DecidesTheModel()
    {
        (await AskAsync(Kernel(0.5, role => role.Utility(0.000_01)))).Deployment.ShouldBe("cheap");
        (await AskAsync(Kernel(0.5, role => role.Utility(10)))).Deployment.ShouldBe("strong");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cascade_CheapAnswerFailsItsCheck_EscalatesAndBillsBoth(bool streamed)
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("writer", role => role.Cascade("Json")),
            ("cheap", new ScriptedChatClient(ScriptedStep.Answer("not json"))),
            ("strong", new ScriptedChatClient(ScriptedStep.Answer("{\"answer\": 42}")))
        );

        IChatClient client = kernel.Router().ForRole("writer");
        var response = streamed
            ? await client.GetStreamingResponseAsync("answer as JSON").ToChatResponseAsync()
            : await client.GetResponseAsync("answer as JSON");

        response.Text.ShouldBe("{\"answer\": 42}");
        var record = (DecisionRecord)response.AdditionalProperties![DecisionRecord.MetadataKey]!;
        record
            .Attempts.Select(attempt => attempt.FailureKind)
            .ShouldBe([FailureKind.Rejected, null]);
        record.Attempts.ShouldAllBe(attempt => attempt.CostUsd > 0);
        record.CostUsd.ShouldBe(record.Attempts.Sum(attempt => attempt.CostUsd));
    }

    [Fact]
    public async Task Cascade_LastAnswerFailsItsCheckToo_IsTakenWithANote()
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("writer", role => role.Cascade("Json")),
            ("only", new ScriptedChatClient(ScriptedStep.Answer("not json")))
        );

        var record = await AskAsync(kernel);

        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        record.Notes.ShouldContain(note =>
            note.Contains("nobody is left to ask", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Explore_BudgetIsZero_UsesTheKnownBestOnly()
    {
        var kernel = Kernel(0.95, role => role.Explore(0.7, 0));

        for (var i = 0; i < 50; i++)
        {
            (await AskAsync(kernel, FormattableString.Invariant($"c{i}"))).Deployment.ShouldBe(
                "cheap"
            );
        }
    }

    [Fact]
    public async Task Explore_Budget_TriesOthersUntilItIsSpent()
    {
        var kernel = Kernel(0.75, role => role.Explore(0.7, 0.05m));
        var explored = 0;

        for (var i = 0; i < 300; i++)
        {
            var record = await AskAsync(kernel, FormattableString.Invariant($"c{i}"));
            explored += record
                .Route!.Candidates[0]
                .Reason.StartsWith("explored", StringComparison.Ordinal)
                ? 1
                : 0;
        }

        explored.ShouldBeInRange(1, 299);
    }

    [Theory]
    [InlineData("skrouter.floor", "strong", 0.95, "strong")]
    [InlineData("skrouter.ceiling", "cheap", 0.1, "cheap")]
    public async Task Bounds_OfOneCall_OverrideTheChoice(
        string key,
        string model,
        double cheapSuffices,
        string served
    )
    {
        var kernel = Kernel(cheapSuffices, role => role.CheapestAdequate(0.7));

        var response = await ((IChatClient)kernel.Router().ForRole("writer")).GetResponseAsync(
            "hello",
            new ChatOptions { AdditionalProperties = new() { [key] = model } }
        );

        var record = (DecisionRecord)response.AdditionalProperties![DecisionRecord.MetadataKey]!;
        record.Deployment.ShouldBe(served);
        record.Route!.Exclusions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task OwnPolicy_ByName_Ranks()
    {
        var kernel = Kernel(
            new FixedClassifier(0.5),
            role => role.Policy("LastOneFirst"),
            services => services.AddSingleton<IRoutingPolicy, LastOneFirst>(),
            ("cheap", 1m),
            ("strong", 30m)
        );

        var record = await AskAsync(kernel);

        record.Deployment.ShouldBe("strong");
        record.Route!.Policy.ShouldBe("LastOneFirst");
    }

    [Theory]
    [InlineData("Nonsense", "there is no policy 'Nonsense'")]
    [InlineData("CheapestAdequate(2)", "between 0 and 1")]
    [InlineData("CheapestAdequate(0.8", "is no policy")]
    [InlineData("Utility()", "value of a good answer")]
    [InlineData("Prefer(1)", "takes no numbers")]
    public void Policy_WrongText_IsReportedAtStart(string policy, string expected)
    {
        var kernel = Kernel(0.5, role => role.Policy(policy));

        var exception = Should.Throw<RouterConfigurationException>(() =>
            kernel.Router().Validate()
        );

        exception.Faults.ShouldHaveSingleItem().ShouldContain(expected);
    }

    internal static Kernel Kernel(double cheapSuffices, Action<RoleBuilder> role) =>
        Kernel(new FixedClassifier(cheapSuffices), role, ("cheap", 0.6m), ("strong", 30m));

    internal static Kernel Kernel(
        FixedClassifier classifier,
        Action<RoleBuilder> role,
        params (string Key, decimal OutputPrice)[] models
    ) => Kernel(classifier, role, _ => { }, models);

    private static Kernel Kernel(
        FixedClassifier classifier,
        Action<RoleBuilder> role,
        Action<IServiceCollection> more,
        params (string Key, decimal OutputPrice)[] models
    )
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton<ITaskClassifier>(classifier);
        builder.Services.AddSingleton(new SkRouter.Balancing.RandomSource(42));
        more(builder.Services);
        builder.AddSkRouter(router =>
        {
            foreach (var (key, price) in models)
            {
                builder.Services.AddModel(
                    key,
                    new ScriptedChatClient(ScriptedStep.Answer("fine") with { ModelId = key })
                );
                router.Deployment(
                    key,
                    deployment => deployment.Price(price / 4, price).Serves(key)
                );
            }

            router.Role("writer", role);
        });
        return builder.Build();
    }

    internal static async Task<DecisionRecord> AskAsync(Kernel kernel, string run = "run")
    {
        var response = await ((IChatClient)kernel.Router().ForRole("writer")).GetResponseAsync(
            "hello",
            new ChatOptions { AdditionalProperties = new() { ["skrouter.run"] = run } }
        );
        return (DecisionRecord)response.AdditionalProperties![DecisionRecord.MetadataKey]!;
    }

    private sealed class LastOneFirst : IRoutingPolicy
    {
        public string Name => "LastOneFirst";

        public IReadOnlyList<PolicyChoice> Rank(RankingContext context) =>
            [
                .. context
                    .Candidates.Reverse()
                    .Select(candidate => new PolicyChoice(candidate, "reversed")),
            ];
    }
}
