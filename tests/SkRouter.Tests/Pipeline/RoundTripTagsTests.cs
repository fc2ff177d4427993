using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;
using SkRouter.TestKit;
using SkRouter.Tests.Filters;

namespace SkRouter.Tests.Pipeline;

public sealed class RoundTripTagsTests
{
    [Fact]
    public async Task Scope_TenantAndTags_AreOnTheRecordInnermostFirst()
    {
        var kernel = Kernel();
        using var outer = RoutingScope.Begin(
            tenant: "acme",
            tags: Tags(("project", "apollo"), ("stage", "test"))
        );
        using (RoutingScope.Begin(agent: "ann", tags: Tags(("stage", "live"))))
        {
            await kernel.Router().GetResponseAsync("hello");
        }

        var record = await RecordAsync(kernel);
        record.Tenant.ShouldBe("acme");
        record.Agent.ShouldBe("ann");
        record
            .Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .ShouldBe(Tags(("project", "apollo"), ("stage", "live")));
    }

    [Theory]
    [MemberData(nameof(Carried))]
    public async Task Call_CarriesTenantAndTags_GoBeforeTheScopeAndNeverReachTheProvider(
        object carried
    )
    {
        var model = new ScriptedChatClient(ScriptedStep.Answer("hi"));
        var kernel = Kernel(model);
        using var scope = RoutingScope.Begin(tenant: "scope's", tags: Tags(("stage", "scope's")));

        await kernel
            .Router()
            .GetResponseAsync(
                "hello",
                new()
                {
                    AdditionalProperties = new()
                    {
                        [CarrierKeys.Tenant] = "acme",
                        [CarrierKeys.Tags] = carried,
                    },
                }
            );

        var record = await RecordAsync(kernel);
        record.Tenant.ShouldBe("acme");
        record
            .Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .ShouldBe(Tags(("project", "apollo"), ("stage", "test")));
        (model.Model.Options[0]?.AdditionalProperties?.Keys ?? []).ShouldBeEmpty();
    }

    public static TheoryData<object> Carried =>
        [
            "project=apollo, stage = test",
            Tags(("project", "apollo"), ("stage", "test")),
            System.Text.Json.JsonSerializer.SerializeToElement(
                new { project = "apollo", stage = "test" }
            ),
        ];

    [Theory]
    [InlineData("apollo")]
    [InlineData("=apollo")]
    [InlineData(7)]
    public async Task Call_CarriesUnreadableTags_ErrorSaysWhatTheyMustBe(object carried)
    {
        var kernel = Kernel();

        var exception = await Should.ThrowAsync<RouterException>(() =>
            kernel
                .GetRequiredService<IChatCompletionService>()
                .GetChatMessageContentAsync(
                    "hello",
                    new()
                    {
                        ExtensionData = new Dictionary<string, object>(StringComparer.Ordinal)
                        {
                            [CarrierKeys.Tags] = carried,
                        },
                    },
                    kernel
                )
        );

        exception.Code.ShouldBe(RouterErrorCode.UnsupportedSetting);
        exception.Message.ShouldContain("skrouter.tags");
        exception.Message.ShouldContain("project=apollo");
    }

    [Fact]
    public async Task Filter_AddsTagsAfterTheAnswer_AreOnTheRecord()
    {
        var kernel = Kernel(
            async (context, next) =>
            {
                await next(context);
                context.Tags["verdict"] = context.Answer!.Text;
            }
        );

        await kernel.Router().GetResponseAsync("hello");

        (await RecordAsync(kernel)).Tags.ShouldBe(Tags(("verdict", "hi")));
    }

    [Fact]
    public async Task Filter_AddsMoreThanIsKept_BoundsHoldAndTheRecordSaysSo()
    {
        var kernel = Kernel(
            (context, next) =>
            {
                context.Tags["a-long"] = new('x', RoundTripTags.LongestValue + 1);
                for (var i = 0; i < 1_000; i++)
                {
                    context.Tags[FormattableString.Invariant($"key{i:0000}")] = "value";
                }

                return next(context);
            }
        );

        await kernel.Router().GetResponseAsync("hello");

        var record = await RecordAsync(kernel);
        record.Tags.Count.ShouldBe(RoundTripTags.Most);
        record.Tags.ContainsKey("a-long").ShouldBeFalse();
        record.Notes.ShouldContain(note => note.Contains("a-long", StringComparison.Ordinal));
        record.Notes.ShouldContain(note => note.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SumAsync_ByTenant_TellsTenantsApart()
    {
        var kernel = Kernel();
        foreach (var tenant in (string[])["one", "two", "two"])
        {
            using var scope = RoutingScope.Begin(tenant: tenant);
            await kernel.Router().GetResponseAsync("hello");
        }

        var rows = await kernel
            .Router()
            .Ledger.SumAsync(new() { By = SpendDimension.Tenant | SpendDimension.Provider });

        rows.Select(row => (row.Tenant, row.RoundTrips)).ShouldBe([("two", 2L), ("one", 1L)]);
    }

    private static async Task<DecisionRecord> RecordAsync(Kernel kernel) =>
        (await kernel.RecordsAsync()).ShouldHaveSingleItem();

    private static Kernel Kernel(
        Func<ModelInvocationContext, Func<ModelInvocationContext, Task>, Task> filter
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Role("role", role => role.Prefer("model"));
                router.Services.AddSingleton<IModelInvocationFilter>(new DelegateFilter(filter));
            },
            ("model", Model())
        );

    private static Kernel Kernel(ScriptedChatClient? model = null) =>
        RouterKit.Kernel(
            router => router.Role("role", role => role.Prefer("model")),
            ("model", model ?? Model())
        );

    private static ScriptedChatClient Model() => new(ScriptedStep.Answer("hi"));

    private static Dictionary<string, string> Tags(params (string Key, string Value)[] tags) =>
        tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
}
