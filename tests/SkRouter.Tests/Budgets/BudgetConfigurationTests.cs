using Microsoft.Extensions.Configuration;
using Microsoft.SemanticKernel;
using SkRouter.Budgets;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

public sealed class BudgetConfigurationTests
{
    [Fact]
    public async Task Section_BudgetsOfRolesAndOthers_AreInForce()
    {
        var kernel = Kernel(
            ("Roles:coder:Prefer:0", "a"),
            ("Roles:coder:Budget:Usd", "5"),
            ("Roles:coder:Budget:Per", "Day"),
            ("Roles:coder:Budget:TimeZone", "Europe/Berlin"),
            ("Roles:coder:Priority", "3"),
            ("Budgets:customers:Scope", "Tenant"),
            ("Budgets:customers:Name", "acme"),
            ("Budgets:customers:Usd", "0.5"),
            ("Budgets:customers:Rolling", "7.00:00:00"),
            ("Budgets:customers:Action", "Warn"),
            ("Budgets:customers:Shadow", "true")
        );
        kernel.Router().Validate();

        var budgets = (await kernel.Router().Budgets.SnapshotAsync())
            .Select(state => state.Budget)
            .ToList();

        budgets.ShouldBe(
            [
                new(
                    new(BudgetScopeKind.Role, "coder"),
                    5,
                    BudgetWindow.Calendar(
                        Period.Day,
                        TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")
                    )
                ),
                new(
                    new(BudgetScopeKind.Tenant, "acme"),
                    0.5m,
                    BudgetWindow.Rolling(TimeSpan.FromDays(7))
                )
                {
                    Action = BudgetAction.Warn,
                    Shadow = true,
                },
            ],
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData("Budgets:all:Limit", "5", "Budgets:all:Limit is no setting")]
    [InlineData("Budgets:all:Action", "Panic", "one of Refuse, Degrade, Warn")]
    [InlineData("Budgets:all:Usd", "-1", "budget 'all'.Usd is -1, but must not be negative")]
    [InlineData("Budgets:other:Per", "Day", "budget 'other'.Usd is missing")]
    [InlineData("Budgets:all:TimeZone", "Europe/Nowhere", "there is no such time zone")]
    [InlineData("Budgets:all:Rolling", "01:00:00", "has both Per and Rolling")]
    [InlineData(
        "Budgets:all:Scope",
        "Tenant",
        "budget 'all': a budget for a Tenant needs its name"
    )]
    [InlineData("Budgets:all:Name", "x", "a budget for everything has no name")]
    [InlineData("Roles:coder:Budget:TimeZone", "UTC", "TimeZone has no effect without Per")]
    [InlineData("AssumedOutputTokens", "0", "AssumedOutputTokens is 0, but must be at least 1")]
    public void Section_SomethingWrong_IsReportedByPlace(string key, string value, string said)
    {
        var kernel = Kernel(
            ("Roles:coder:Prefer:0", "a"),
            ("Budgets:all:Usd", "5"),
            ("Budgets:all:Per", "Month"),
            (key, value)
        );

        Should
            .Throw<RouterConfigurationException>(() => kernel.Router().Validate())
            .Message.ShouldContain(said);
    }

    [Theory]
    [InlineData("Role", "codr", "there is no such role; roles: coder")]
    [InlineData("Deployment", "b", "there is no such deployment; registered: a")]
    public void Section_NameThatDoesNotExist_IsReported(string scope, string name, string said)
    {
        var kernel = Kernel(
            ("Roles:coder:Prefer:0", "a"),
            ("Budgets:x:Usd", "5"),
            ("Budgets:x:Scope", scope),
            ("Budgets:x:Name", name)
        );

        Should
            .Throw<RouterConfigurationException>(() => kernel.Router().Validate())
            .Message.ShouldContain(said);
    }

    [Fact]
    public void Section_TwoBudgetsOfOneScopeAndWindow_AreReported()
    {
        var kernel = Kernel(
            ("Roles:coder:Prefer:0", "a"),
            ("Roles:coder:Budget:Usd", "5"),
            ("Budgets:again:Usd", "6"),
            ("Budgets:again:Scope", "Role"),
            ("Budgets:again:Name", "Coder")
        );

        Should
            .Throw<RouterConfigurationException>(() => kernel.Router().Validate())
            .Message.ShouldContain("has the scope and window of role 'coder': keep one");
    }

    [Fact]
    public async Task ReplaceRoles_OtherBudget_IsInForceAndItsOldOneGone()
    {
        var kernel = Kernel(
            ("Roles:coder:Prefer:0", "a"),
            ("Roles:coder:Budget:Usd", "5"),
            ("Roles:coder:Budget:Per", "Day")
        );
        kernel.Router().Validate();
        var changed = new RoleOptions
        {
            Budget = new() { Usd = 7, Per = Period.Month },
        };
        changed.Prefer.Add("a");

        kernel.Router().ReplaceRoles(new Dictionary<string, RoleOptions> { ["coder"] = changed });

        (await kernel.Router().Budgets.SnapshotAsync())
            .Select(state => (state.Budget.LimitUsd, state.Budget.Window.ToString()))
            .ShouldBe([(7m, "month UTC")]);
    }

    private static Kernel Kernel(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddModel("a", new ScriptedChatClient(ScriptedStep.Answer("yes")));
        builder.AddSkRouter(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings
                        .AsEnumerable()
                        .Reverse()
                        .DistinctBy(setting => setting.Key)
                        .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
                )
                .Build(),
            router => router.Deployment("a", deployment => deployment.Price(input: 1, output: 10))
        );
        return builder.Build();
    }
}
