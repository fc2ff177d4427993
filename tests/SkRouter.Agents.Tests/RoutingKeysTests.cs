using SkRouter.Agents.Yaml;
using SkRouter.Budgets;
using SkRouter.DependencyInjection;
using SkRouter.Loops;
using SkRouter.Resilience;

namespace SkRouter.Agents.Tests;

public class RoutingKeysTests
{
    [Fact]
    public void AddAgentRoles_RoleWithEveryKey_SetsEveryOption()
    {
        using var folder = new AgentFolder(
            (
                "coder.yaml",
                """
                kind: role
                name: coder
                description: Writes code.
                instructions: Write the fix.
                routing:
                  policy: CheapestAdequate(0.8)
                  prefer: [a]
                  floor: b
                  ceiling: c
                  checks: [Json]
                  commitOn: completion
                  continue: false
                  hedge: true
                  firstTokenSeconds: 0.5
                  stallSeconds: 1.5
                  attemptSeconds: 2
                  deadlineSeconds: 2.5
                  retries: 4
                  budget: {usd: 2.5, per: week, timeZone: Europe/Berlin, action: degrade, shadow: true}
                  priority: -3
                  loops:
                    upTo: block
                    observeAt: 3
                    steerAt: 4
                    escalateAt: 5
                    blockAt: 6
                    stopAt: 7
                    maxEscalations: 8
                    retriesAfterError: 9
                    tools:
                      wait: {exempt: true}
                      search: {ignoreArguments: [request]}
                """
            )
        );
        var options = new RoleOptions();

        RoleOptionsOf.Write(folder.Read().Roles["coder"], options);

        options.Description.ShouldBe("Writes code.");
        options.Policy.ShouldBe("CheapestAdequate(0.8)");
        options.Prefer.ShouldBe(["a"]);
        options.Floor.ShouldBe("b");
        options.Ceiling.ShouldBe("c");
        options.Checks.ShouldBe(["Json"]);
        options.CommitOn.ShouldBe(CommitOn.Completion);
        options.Continue.ShouldBeFalse();
        options.Hedge.ShouldBeTrue();
        options.RoundTripDeadline.ShouldBe(TimeSpan.FromSeconds(2.5));
        new[] { options.TimeToFirstToken, options.Stall, options.Total }.ShouldBe([
            TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(1.5),
            TimeSpan.FromSeconds(2),
        ]);
        options.Retries.ShouldBe(4);
        options.Priority.ShouldBe(-3);
        var budget = options.Budget.ShouldNotBeNull();
        (budget.Usd, budget.Per, budget.TimeZone).ShouldBe((2.5m, Period.Week, "Europe/Berlin"));
        (budget.Action, budget.Shadow).ShouldBe((BudgetAction.Degrade, true));
        var loops = options.Loops;
        loops.UpTo.ShouldBe(LoopStep.Block);
        new[]
        {
            loops.ObserveAt,
            loops.SteerAt,
            loops.EscalateAt,
            loops.BlockAt,
            loops.StopAt,
        }.ShouldBe([3, 4, 5, 6, 7]);
        loops.MaxEscalations.ShouldBe(8);
        loops.RetriesAfterError.ShouldBe(9);
        loops.Tools["wait"].Exempt.ShouldBeTrue();
        loops.Tools["search"].IgnoreArguments.ShouldBe(["request"]);
    }

    [Fact]
    public void AddAgentRoles_RoleWithTiers_SetsThemByName()
    {
        using var folder = new AgentFolder(
            (
                "coder.yaml",
                """
                kind: role
                name: coder
                instructions: Write the fix.
                routing:
                  tiers:
                    small: {models: [a, b]}
                    large: {from: 0.6, models: [c]}
                  fallBackTo: [d]
                """
            )
        );
        var options = new RoleOptions();

        RoleOptionsOf.Write(folder.Read().Roles["coder"], options);

        options
            .Tiers.OrderBy(tier => tier.Value.From)
            .Select(tier => (tier.Key, tier.Value.From, string.Join(' ', tier.Value.Models)))
            .ShouldBe([("small", 0, "a b"), ("large", 0.6, "c")]);
        options.FallBackTo.ShouldBe(["d"]);
    }

    [Fact]
    public void Read_TeamWithABudget_KeepsItAndItsSlices()
    {
        using var folder = new AgentFolder(
            ("coder.yaml", AgentFolder.Role),
            (
                "all.yaml",
                "kind: team\nname: all\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 2.5, onExhausted: lastAnswer, slices: {coder: 1.25}}\n"
            )
        );

        var budget = folder.Read().Teams["all"].Limits.Budget.ShouldNotBeNull();

        (budget.Usd, budget.OnExhausted).ShouldBe((2.5m, OnExhausted.LastAnswer));
        budget.Slices.ShouldBe(new Dictionary<string, decimal> { ["coder"] = 1.25m });
    }

    [Fact]
    public void Read_SliceOfATeam_SaysWhereItsBudgetBelongs()
    {
        using var folder = new AgentFolder(
            ("coder.yaml", AgentFolder.Role),
            ("pair.yaml", "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\n"),
            (
                "all.yaml",
                "kind: team\nname: all\nmembers: [pair, coder]\nshape: sequential\nlimits:\n  budget: {usd: 2, slices: {pair: 1}}\n"
            )
        );

        var fault = folder.Faults().ShouldHaveSingleItem();

        fault.Place.ShouldBe(new("all.yaml", 6, 29));
        fault.Fix.ShouldContain("a 'budget' of its own");
    }

    [Fact]
    public void Read_TeamsWithinTeams_KeepsShapesAndHandoffs()
    {
        using var folder = new AgentFolder(
            ("coder.yaml", AgentFolder.Role),
            (
                "tester.yaml",
                AgentFolder.Role.Replace("name: coder", "name: tester", StringComparison.Ordinal)
            ),
            (
                "pair.yaml",
                "kind: team\nname: pair\nmembers: [coder, tester]\nshape: handoff\nhandoffs:\n  coder: [tester]\n"
            ),
            ("all.yaml", "kind: team\nname: all\nmembers: [coder, pair]\nshape: planner-executor\n")
        );

        var definitions = folder.Read();

        definitions.Teams["pair"].Handoffs["coder"].ShouldBe(["tester"]);
        definitions.Teams["all"].Shape.ShouldBe(TeamShape.PlannerExecutor);
        definitions.Teams["all"].Members.ShouldBe(["coder", "pair"]);
    }

    [Fact]
    public void Read_PlannerIsATeam_SaysThatItCannotPlan()
    {
        using var folder = new AgentFolder(
            ("coder.yaml", AgentFolder.Role),
            ("pair.yaml", "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\n"),
            ("all.yaml", "kind: team\nname: all\nmembers: [pair, coder]\nshape: planner-executor\n")
        );

        var fault = folder.Faults().ShouldHaveSingleItem();

        fault.Place.ShouldBe(new("all.yaml", 3, 11));
        fault.Fix.ShouldBe("put a role first");
    }

    [Fact]
    public void Read_TeamsThatContainEachOther_BlamesBoth()
    {
        using var folder = new AgentFolder(
            ("coder.yaml", AgentFolder.Role),
            ("x.yaml", "kind: team\nname: x\nmembers: [coder, y]\nshape: sequential\n"),
            ("y.yaml", "kind: team\nname: y\nmembers: [x]\nshape: sequential\n")
        );

        folder
            .Faults()
            .Select(fault => fault.Place.ToString())
            .ShouldBe(["x.yaml(3,18)", "y.yaml(3,11)"]);
    }

    [Fact]
    public void Read_SemanticKernelsOwnAgent_IsTheRoleItSays()
    {
        using var folder = new AgentFolder(
            (
                "helper.yaml",
                """
                type: chat_completion_agent
                name: helper
                description: Answers.
                instructions: Be brief.
                model:
                  id: strong
                  options:
                    temperature: 0.4
                    top_p: 0.5
                    max_tokens: 99
                tools:
                  - id: Till.Charge
                    type: function
                    description: Charges.
                """
            )
        );

        var role = folder.Read().Roles["helper"];

        role.Instructions.ShouldBe("Be brief.");
        role.Description.ShouldBe("Answers.");
        role.Tools.ShouldBe(["Till.Charge"]);
        role.Routing.Prefer.ShouldBe(["strong"]);
        role.Settings.ShouldBe(
            new()
            {
                Temperature = 0.4f,
                TopP = 0.5f,
                MaxOutputTokens = 99,
            }
        );
    }

    /// <summary>When it fails after a key was added, write what it says into <c>agents/agents.schema.json</c>.</summary>
    [Fact]
    public void Schema_FileOfTheRepository_IsWhatTheReadersGoBy()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "agents", "agents.schema.json");

        File.ReadAllText(path)
            .ReplaceLineEndings("\n")
            .ShouldBe(DefinitionSchema.Write().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Keys_OfEveryGroup_AreInTheReadme()
    {
        var readme = File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "agents", "README.md")
        );

        new[]
        {
            DefinitionKeys.Role,
            DefinitionKeys.Team,
            DefinitionKeys.Routing,
            DefinitionKeys.Budget,
            DefinitionKeys.Settings,
            DefinitionKeys.Limits,
            DefinitionKeys.Loops,
            DefinitionKeys.LoopTool,
            DefinitionKeys.Tier,
            DefinitionKeys.TeamBudget,
        }
            .SelectMany(group => group.Names)
            .Where(key => !readme.Contains(key, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }
}
