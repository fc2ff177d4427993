using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Catalog;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.DependencyInjection;

public sealed class WrongConfigurationTests
{
    /// <summary>One of every kind of fault, each with words that its message must contain.</summary>
    public static TheoryData<string, string[]> Faults =>
        new()
        {
            {
                """{"Roles":{"coder":{"Prefer":["gpt-5"]}}}""",
                ["coder", "Prefer", "'gpt-5'", "alpha"]
            },
            { """{"Roles":{"coder":{"FallBackTo":["x"]}}}""", ["coder", "FallBackTo", "'x'"] },
            { """{"Roles":{"alpha":{"Prefer":["beta"]}}}""", ["role 'alpha'", "named like"] },
            {
                """{"Roles":{"coder":{"Prefer":["alpha"],"FallBackTo":["alpha"]}}}""",
                ["coder", "'alpha' falls back to itself"]
            },
            { """{"Roles":{"coder":{}}}""", ["coder", "no candidates"] },
            {
                """{"DefaultRole":"writer","Roles":{"coder":{"Prefer":["alpha"]}}}""",
                ["DefaultRole", "'writer'", "coder"]
            },
            { """{"Deployments":{"alpha":{"Price":{"Input":-1}}}}""", ["alpha", "negative"] },
            { """{"Deployments":{"alpah":{"Price":{"Input":1}}}}""", ["'alpah'", "alpha"] },
            { """{"Deployments":{"gamma":{"Weight":1}}}""", ["gamma"] },
            { """{"Roles":{"coder":{"Prefer":["alpha"],"Policy":"Best"}}}""", ["coder", "'Best'"] },
            {
                """{"Roles":{"coder":{"Prefer":["alpha"],"ComplexFrom":1.5}}}""",
                ["coder", "ComplexFrom", "1.5"]
            },
            {
                """{"Roles":{"coder":{"Prefer":["alpha"],"MaxFallbacks":-1}}}""",
                ["coder", "MaxFallbacks", "-1"]
            },
            { """{"RoundTripDeadline":"00:00:00"}""", ["RoundTripDeadline"] },
            { """{"LongestTotalWait":"-00:00:01"}""", ["LongestTotalWait"] },
            {
                """{"Deployments":{"alpha":{"ActiveCheck":"60.00:00:00"}}}""",
                ["deployment 'alpha': ActiveCheck is 60.00:00:00, but must be at most a day"]
            },
            {
                """{"Deployments":{"alpha":{"Total":"00:00:00.001"}}}""",
                ["deployment 'alpha': Total", "at least 00:00:00.0100000"]
            },
            {
                """{"Roles":{"coder":{"Prefer":["alpha"],"Total":"3.00:00:00"}}}""",
                ["role 'coder': Total is 3.00:00:00, but must be at most a day"]
            },
            {
                """{"Roles":{"coder":{"Tiers":{"small":{"From":0.2,"Models":["alpha"]}}}}}""",
                ["role 'coder' has no tier for the simplest tasks"]
            },
            {
                """{"Roles":{"coder":{"Tiers":{"small":{"Models":[]}},"Prefer":["alpha"]}}}""",
                ["role 'coder', tier 'small' has no candidates"]
            },
            {
                """{"Roles":{"coder":{"Tiers":{"small":{"Model":["alpha"]}},"Prefer":["alpha"]}}}""",
                ["Tiers:small:Model", "did you mean 'Models'?"]
            },
            {
                """{"Roles":{"coder":{"Tiers":{"small":{"Models":["alfa"]}}}}}""",
                ["role 'coder', small", "'alfa'"]
            },
            {
                """{"Roles":{"coder":{"Tiers":{"simple":{"Models":["alpha"]}}}}}""",
                ["role 'coder', tier 'simple' is named like a list of a role"]
            },
            {
                """{"Roles":{"coder":{"Tiers":{"a":{"Models":["alpha"]}},"Simple":["alpha"]}}}""",
                ["role 'coder' has both Tiers and Simple or Complex"]
            },
            {
                """{"Roles":{"coder":{"Prefer":["alpha"],"Policy":"Tiers"}}}""",
                ["role 'coder' has the policy Tiers, but no Tiers"]
            },
            {
                """{"Roles":{"coder":{"Prefer":["alpha"],"Stall":"00:00:00"}}}""",
                ["role 'coder': Stall is 00:00:00, but must be above zero"]
            },
            {
                """{"Roles":{"coder":{"Prefer":["alpha"],"Retries":-1}}}""",
                ["role 'coder': Retries is -1, but must be at least 0"]
            },
            { """{"Deployments":{"alpha":{"Weight":0}}}""", ["alpha", "Weight"] },
            { """{"Deployments":{"alpha":{"Retries":-1}}}""", ["alpha", "Retries"] },
            { """{"Deployments":{"alpha":{"MaxParallel":0}}}""", ["alpha", "MaxParallel"] },
            {
                """{"Deployments":{"alpha":{"Circuit":{"MinimumCalls":1}}}}""",
                ["alpha", "MinimumCalls"]
            },
            {
                """{"Deployments":{"alpha":{"TimeToFirstToken":"00:00:00"}}}""",
                ["alpha", "TimeToFirstToken"]
            },
            {
                """{"Roles":{"coder":{"Preffer":["alpha"]}}}""",
                ["SkRouter:Roles:coder:Preffer", "'Prefer'"]
            },
            { """{"Rolls":{}, "Rols":{"coder":{}}}""", ["SkRouter:Rols", "'Roles'"] },
            {
                """{"Deployments":{"alpha":{"Pricing":{"Input":1}}}}""",
                ["SkRouter:Deployments:alpha:Pricing", "known:"]
            },
            {
                """{"Deployments":{"alpha":{"Price":{"Imput":1}}}}""",
                ["alpha:Price:Imput", "'Input'"]
            },
            {
                """{"Deployments":{"alpha":{"Weight":"heavy"}}}""",
                ["alpha:Weight", "'heavy'", "a number"]
            },
            {
                """{"RoundTripDeadline":"soon"}""",
                ["SkRouter:RoundTripDeadline", "'soon'", "a time"]
            },
            { """{"MissingPrice":"Ignore"}""", ["SkRouter:MissingPrice", "'Ignore'", "Warn"] },
            { """{"WaitOutOutages":"perhaps"}""", ["SkRouter:WaitOutOutages", "true or false"] },
            {
                """{"Roles":{"coder":{"Prefer":"alpha"}}}""",
                ["SkRouter:Roles:coder:Prefer", "a list"]
            },
            { """{"Roles":"coder"}""", ["SkRouter:Roles", "'coder'"] },
            { """{"DefaultRole":["coder"]}""", ["SkRouter:DefaultRole", "single value"] },
            {
                """{"Deployments":{"alpha":{"Capabilities":"Flying"}}}""",
                ["Capabilities", "'Flying'", "Vision"]
            },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task HostStart_OneFault_FailsAndNamesPlaceAndFix(string json, string[] words)
    {
        var error = await StartAsync(json, missingPrice: "Warn");

        error.Failures.ShouldContain(fault =>
            words.All(word => fault.Contains(word, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task HostStart_SeveralFaults_ListsAllOfThemAtOnce()
    {
        var error = await StartAsync(
            """
            {
              "DefaultRole": "writer", "RoundTripDeadline": "soon",
              "Roles": { "coder": { "Prefer": ["gpt-5"], "Preffer": ["alpha"], "ComplexFrom": 7 }, "beta": { "Prefer": ["alpha"] } },
              "Deployments": { "alpha": { "Weight": "heavy", "Retries": -1 }, "gamma": {"Retries": 1} }
            }
            """,
            missingPrice: null
        );

        string[] faults =
        [
            "'writer'",
            "'soon'",
            "'gpt-5'",
            "Preffer",
            "ComplexFrom is 7",
            "role 'beta'",
            "'heavy'",
            "Retries is -1",
            "'gamma' is configured",
            "'alpha' (model 'alpha') has no price",
            "'beta' (model 'beta') has no price",
        ];
        foreach (var fault in faults)
        {
            error.Failures.ShouldContain(failure =>
                failure.Contains(fault, StringComparison.Ordinal)
            );
        }

        error.Failures.Count().ShouldBe(faults.Length);
    }

    [Fact]
    public async Task HostStart_RightConfiguration_BindsEverything()
    {
        using var host = Host(
            """
            {
              "DefaultRole": "coder", "MissingPrice": "Warn", "RoundTripDeadline": "00:01:00",
              "Roles": {
                "coder": {
                  "Simple": ["alpha"], "Complex": ["beta"], "FallBackTo": [], "ComplexFrom": 0.25, "CommitOn": "completion",
                  "MaxFallbacks": 1, "ContextWindowFallBackTo": ["beta"]
                }
              },
              "Deployments": {
                "ALPHA": {
                  "Model": "alpha-1", "Price": { "Input": 0.15, "Output": 0.6, "CacheRead": 0.075 }, "ContextWindow": 128000,
                  "Capabilities": "Tools, Vision", "Weight": 2.5, "Circuit": { "FailureRatio": 0.25 }
                }
              }
            }
            """,
            null
        );
        await host.StartAsync();

        var router = host.Services.GetRequiredService<ModelRouter>();
        router.Roles.ShouldBe(["coder"]);
        var alpha = router.Deployments.Single(deployment => deployment.Key == "alpha");
        alpha.Model.ShouldBe("alpha-1");
        alpha.Price!.CacheRead.ShouldBe(0.075m);
        alpha.Price.CacheWrite.ShouldBe(0.15m);
        alpha.Capabilities.ShouldBe(ModelCapabilities.Tools | ModelCapabilities.Vision);
        alpha.Options.Circuit.FailureRatio.ShouldBe(0.25);
        host.Services.GetRequiredKeyedService<IChatCompletionService>("coder")
            .ShouldBeOfType<RoleView>()
            .Role.ShouldBe("coder");
        await host.StopAsync();
    }

    [Fact]
    public void Validate_NoModels_SaysHowToAddOne()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddSkRouter(router => router.Role("coder", role => role.Prefer("gpt-4o")));

        var error = Should.Throw<RouterConfigurationException>(() =>
            builder.Build().Router().Validate()
        );

        // That the role's model is unknown follows from it, and is not said again.
        error.Faults.ShouldHaveSingleItem().ShouldContain("no models");
    }

    [Fact]
    public void Validate_ScopedChatService_IsRefusedByName()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddKeyedScoped<IChatCompletionService>(
            "short-lived",
            (_, _) => new ScriptedChatService(ScriptedStep.Answer("x"))
        );
        builder.AddSkRouter();

        Should
            .Throw<RouterConfigurationException>(() => builder.Build().Router().Validate())
            .Message.ShouldContain("'short-lived' is registered as scoped");
    }

    [Fact]
    public void Validate_ServiceThatCannotBeCreated_IsNamedWithTheReason()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddKeyedSingleton<IChatCompletionService>(
            "broken",
            (_, _) => throw new InvalidOperationException("no key for it")
        );
        builder.AddSkRouter();

        var error = Should.Throw<RouterConfigurationException>(() =>
            builder.Build().Router().Validate()
        );

        error.Message.ShouldContain("'broken'");
        error.Message.ShouldContain("no key for it");
    }

    [Fact]
    public void Validate_SectionIsMissing_NamesTheSection()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddModel("alpha", new ScriptedChatService(ScriptedStep.Answer("x")));
        builder.AddSkRouter(new ConfigurationBuilder().Build().GetSection("SkRuoter"));

        Should
            .Throw<RouterConfigurationException>(() => builder.Build().Router().Validate())
            .Message.ShouldContain("'SkRuoter' is missing");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_WrongConfiguration_FailsOnTheFirstCallToo(bool streamed)
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("nobody")),
            ("alpha", new ScriptedChatService(ScriptedStep.Answer("x")))
        );

        await Should.ThrowAsync<RouterConfigurationException>(async () =>
        {
            if (!streamed)
            {
                await kernel.InvokePromptAsync("hello");
            }

            await foreach (var _ in kernel.InvokePromptStreamingAsync("hello")) { }
        });
    }

    [Fact]
    public void KnownTypes_EveryOptionsClassInTheNamespace_IsChecked()
    {
        var options = typeof(SkRouterOptions)
            .Assembly.GetTypes()
            .Where(type =>
                type.Namespace == typeof(SkRouterOptions).Namespace
                && type.Name.EndsWith("Options", StringComparison.Ordinal)
            );

        SectionCheck.KnownTypes.ShouldBe(options, ignoreOrder: true);
    }

    private static async Task<OptionsValidationException> StartAsync(
        string json,
        string? missingPrice
    )
    {
        using var host = Host(json, missingPrice);
        return await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());
    }

    private static IHost Host(string json, string? missingPrice)
    {
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true }
        );
        builder.Configuration.AddJsonStream(
            new MemoryStream(Encoding.UTF8.GetBytes($$"""{"SkRouter":{{json}}}"""))
        );
        builder.Services.AddModel("alpha", new ScriptedChatService(ScriptedStep.Answer("a")));
        builder.Services.AddModel("beta", new ScriptedChatClient(ScriptedStep.Answer("b")));
        builder.Services.AddSkRouter(
            builder.Configuration.GetSection("SkRouter"),
            router =>
            {
                if (missingPrice == "Warn")
                {
                    router.Options.MissingPrice = MissingPriceAction.Warn;
                }
            }
        );
        return builder.Build();
    }
}
