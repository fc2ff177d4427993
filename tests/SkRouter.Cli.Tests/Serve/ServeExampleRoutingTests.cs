using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Cli.Commands.Serve;
using SkRouter.Routing;
using SkRouter.Tests.Classification;

namespace SkRouter.Cli.Tests.Serve;

/// <summary>Where the configuration that <c>skrouter serve --example</c> writes sends easy and hard prompts. No model is asked.</summary>
public sealed class ServeExampleRoutingTests(ServeExampleRoutingTests.Example example)
    : IClassFixture<ServeExampleRoutingTests.Example>
{
    private static readonly string[] Cheap = ["gpt-4.1-mini", "claude-haiku-4-5"];
    private static readonly string[] Strong = ["gpt-4.1", "claude-sonnet-4-5"];

    public static TheoryData<string, string> EverydayByLanguage()
    {
        var data = new TheoryData<string, string>();
        foreach (var language in Languages())
        {
            data.Add("assistant", language);
            data.Add("coder", language);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EverydayByLanguage))]
    public void Explain_EverydayPrompts_GoToTheCheapTier(string role, string language)
    {
        foreach (var prompt in EverydayPrompts.Read().Where(prompt => prompt.Language == language))
        {
            Cheap.ShouldContain(Chosen(role, prompt.Text), prompt.Text);
        }
    }

    [Fact]
    public void EverydayPrompts_Languages_AreAtLeastTwelve() =>
        Languages().Count().ShouldBeGreaterThanOrEqualTo(12);

    [Theory]
    [InlineData(
        "Prove that every bounded linear operator on a Hilbert space has an adjoint, and show exactly where completeness is used."
    )]
    [InlineData(
        "Design a replicated log that stays linearizable across three data centres when clocks drift and a region is partitioned; prove the invariants."
    )]
    [InlineData(
        "Find the race in this lock-free queue that loses an item only under contention on ARM, and prove that your fix is correct under the memory model."
    )]
    [InlineData(
        "Conçois un protocole de consensus qui tolère des fautes byzantines avec des horloges qui dérivent, et démontre sa vivacité sous synchronie partielle."
    )]
    [InlineData(
        "证明任意有界闭区间上的连续函数一致连续，并构造一个开区间上的反例，说明紧致性在证明的哪一步不可缺少。"
    )]
    [InlineData("Beweise, dass es unendlich viele Primzahlen der Form 4k + 3 gibt.")]
    public void Explain_HardPrompt_GoesToTheStrongTier(string prompt)
    {
        Strong.ShouldContain(Chosen("assistant", prompt), prompt);
        Strong.ShouldContain(Chosen("coder", prompt), prompt);
    }

    private static IEnumerable<string> Languages() =>
        EverydayPrompts.Read().Select(prompt => prompt.Language).Distinct(StringComparer.Ordinal);

    private string Chosen(string role, string prompt) =>
        example.Router.Explain([new(ChatRole.User, prompt)], role: role).Chosen!.Model;

    /// <summary>The example's configuration as it is written, with a ledger of its own.</summary>
    public sealed class Example : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(
            "skrouter-example"
        );
        private WebApplication? _app;

        internal ModelRouter Router { get; private set; } = null!;

        public Task InitializeAsync()
        {
            var file = Path.Combine(_folder.FullName, "skrouter.json");
            // Keys come from the environment, which a test does not change; none of these is sent anywhere.
            File.WriteAllText(
                file,
                ServeConfiguration
                    .ExampleText()
                    .Replace(
                        "{ \"Models\"",
                        "{ \"ApiKey\": \"unused\", \"Models\"",
                        StringComparison.Ordinal
                    )
            );
            var configuration = ServeConfiguration.Load(file);
            var plan = ServePlan.Of(
                configuration,
                ["http://127.0.0.1:0"],
                Path.Combine(_folder.FullName, "skrouter.db"),
                noAuth: true,
                environment: _ => null
            );
            var app = ServeHost.Build(configuration, plan);
            _app = app;
            Router = app.Services.GetRequiredService<ModelRouter>();
            return Task.CompletedTask;
        }

        public async Task DisposeAsync()
        {
            await _app!.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}
