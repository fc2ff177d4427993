using IncidentDesk.Models;
using SkRouter.Connectors;

namespace IncidentDesk.Tests.Providers;

public sealed class DeskModelsTests
{
    private const string Secret = "sk-very-secret-123456";
    private const string NoOllama = "http://127.0.0.1:9/";
    private static readonly ProviderList Listed = ProviderList.Load(
        Path.Combine(AppContext.BaseDirectory, "providers.json")
    );

    [Fact]
    public async Task Find_NoKey_FindsNothing() => (await FindAsync()).ShouldBeEmpty();

    [Fact]
    public async Task Find_OneKey_ItsOwnModelIsTheReserve()
    {
        var models = await FindAsync("ANTHROPIC_API_KEY");

        models
            .Select(model => (model.Tier, model.Entry.Id))
            .ShouldBe([
                ("fast", "claude-haiku-4-5"),
                ("balanced", "claude-haiku-4-5"),
                ("strong", "claude-opus-4-5"),
                ("reserve", "claude-sonnet-4-5"),
            ]);
    }

    [Fact]
    public async Task Find_SeveralKeys_OthersStandByWithTheirStrongest()
    {
        var models = await FindAsync("GROQ_API_KEY", "DEEPSEEK_API_KEY", "GEMINI_API_KEY");

        models
            .Select(model => $"{model.Tier}={model.Provider}/{model.Entry.Id}")
            .ShouldBe([
                "fast=google/gemini-2.5-flash-lite",
                "balanced=google/gemini-2.5-flash",
                "strong=google/gemini-2.5-pro",
                "reserve=deepseek/deepseek-v4-pro",
                "groq=groq/openai/gpt-oss-120b",
            ]);
    }

    [Fact]
    public async Task Find_AddressOfOnesOwn_IsUsedWithTheKey()
    {
        var environment = Environment(name =>
            name switch
            {
                "MISTRAL_API_KEY" => Secret,
                "MISTRAL_BASE_URL" => "http://127.0.0.1:5/v1",
                _ => null,
            }
        );
        var model = (await new DeskModels(Listed, environment).FindAsync(default))[0];
        var options = new ProviderOptions();

        model.Configure(options);

        options.BaseUrl.ShouldBe(new Uri("http://127.0.0.1:5/v1"));
        options.ApiKey.ShouldBe(Secret);
        model.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Report_EveryKeyIsSet_NamesEveryProviderAndNoKey()
    {
        using var output = new StringWriter();
        var environment = Environment(name =>
            name.EndsWith("_KEY", StringComparison.Ordinal) || name == "HF_TOKEN" ? Secret : null
        );

        await new ProviderReport(Listed, environment, output).WriteAsync(default);

        var text = output.ToString();
        text.ShouldNotContain(Secret);
        foreach (
            var variable in KnownProviders.All.Select(known => known.KeyVariable).OfType<string>()
        )
        {
            text.ShouldContain($"{variable} is set");
        }
    }

    [Fact]
    public async Task Report_NoKeyIsSet_SaysWhatToSet()
    {
        using var output = new StringWriter();

        await new ProviderReport(Listed, Environment(_ => null), output).WriteAsync(default);

        var text = output.ToString();
        text.ShouldContain("anthropic: set ANTHROPIC_API_KEY to use it");
        text.ShouldContain("azure: AZURE_OPENAI_API_KEY is not set");
        text.ShouldContain($"ollama: nothing answers at {NoOllama}");
    }

    [Fact]
    public void Providers_Listed_AreKnownAndHaveAPricedModelForEachTier()
    {
        foreach (var entry in Listed.Providers)
        {
            KnownProviders.Get(entry.Name).BaseUrl.ShouldNotBeNull();
            entry.Models.Keys.ShouldBe(Tiers.All);
            entry.Models.Values.ShouldAllBe(model => model.Input > 0 && model.Output > 0);
        }
    }

    private static async Task<IReadOnlyList<DeskModel>> FindAsync(params string[] keys) =>
        await new DeskModels(
            Listed,
            Environment(name => keys.Contains(name, StringComparer.Ordinal) ? Secret : null)
        ).FindAsync(default);

    private static DeskEnvironment Environment(Func<string, string?> read) =>
        new(name => name == "OLLAMA_HOST" ? NoOllama : read(name));
}
