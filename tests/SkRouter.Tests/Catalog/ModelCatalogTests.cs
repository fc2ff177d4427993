using System.Text;
using SkRouter.Catalog;

namespace SkRouter.Tests.Catalog;

public sealed class ModelCatalogTests
{
    private static readonly ModelCatalog Catalog = ModelCatalog.Default;

    [Theory]
    [InlineData("openai", "gpt-4o", "openai", "gpt-4o")]
    [InlineData("OpenAI", "GPT-4o-2024-08-06", "openai", "gpt-4o")]
    [InlineData(null, "gpt-4o", "openai", "gpt-4o")]
    [InlineData("a-gateway-of-ours", "gpt-4o", "openai", "gpt-4o")]
    [InlineData(null, "openai/gpt-4o", "openai", "gpt-4o")]
    [InlineData("https://api.openai.com/v1", "gpt-4o-2031-12-24", "openai", "gpt-4o")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5")]
    [InlineData("vertex", "models/gemini-2.5-flash", "google", "gemini-2.5-flash")]
    [InlineData("azure", "claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5")]
    [InlineData("https://openrouter.ai/api/v1", "openai/gpt-4o", "openrouter", "openai/gpt-4o")]
    public void Find_AliasesDatesAddressesAndLenders_AreResolved(
        string? provider,
        string model,
        string foundAt,
        string found
    )
    {
        var facts = Catalog.Find(provider, model).ShouldNotBeNull();

        (facts.Provider, facts.Id).ShouldBe((foundAt, found));
        facts.Price.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("openai", "no-such-model")]
    [InlineData(null, "no-such-model")]
    [InlineData("openai", "")]
    [InlineData("deepseek", "gpt-4o")]
    public void Find_UnknownModel_IsNull(string? provider, string model) =>
        Catalog.Find(provider, model).ShouldBeNull();

    [Fact]
    public void Find_OneModelAtTwoProviders_HasThePriceOfEach() =>
        Catalog
            .Find("aws", "claude-sonnet-4-5-20250929")!
            .Price!.Input.ShouldNotBe(
                Catalog.Find("anthropic", "claude-sonnet-4-5-20250929")!.Price!.Input
            );

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5", true)]
    [InlineData("anthropic", "claude-opus-4-6", false)]
    [InlineData("openai", "gpt-4o", false)]
    public void Find_KnownFamily_SaysWhetherItContinuesAPrefix(
        string provider,
        string model,
        bool continues
    ) =>
        Catalog
            .Find(provider, model)!
            .Capabilities!.Value.HasFlag(ModelCapabilities.PrefixContinuation)
            .ShouldBe(continues);

    [Fact]
    public void Find_FamilyThatNobodyDescribed_HasUnknownCapabilities() =>
        Catalog.Find("openrouter", "01-ai/yi-large")!.Capabilities.ShouldBeNull();

    [Fact]
    public void Find_EveryRowById_IsFoundWithoutNegativePrices()
    {
        foreach (var provider in Catalog.Providers)
        {
            foreach (var model in provider.Models.Where(model => model.Match.Matches(model.Id)))
            {
                Catalog.Find(provider.Id, model.Id).ShouldNotBeNull($"{provider.Id}/{model.Id}");
            }
        }

        Catalog
            .Providers.SelectMany(provider => provider.Models)
            .SelectMany(model => model.Price?.Periods ?? [])
            .SelectMany(period => period.Rates.Rates)
            .ShouldAllBe(rate => rate.Price >= 0 && rate.Tiers.All(tier => tier.Price >= 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":2,"checked":"2026-01-01","providers":[]}""")]
    [InlineData("""{"format":1,"checked":"yesterday","providers":[]}""")]
    [InlineData(
        """{"format":1,"checked":"2026-01-01","providers":[{"id":"a","models":[{"id":"b","match":"b"}]}]}"""
    )]
    [InlineData(
        """{"format":1,"checked":"2026-01-01","providers":[{"id":"a","models":[{"id":"b","match":"=b","price":{"input":-1}}]}]}"""
    )]
    [InlineData(
        """{"format":1,"checked":"2026-01-01","providers":[{"id":"a","models":[{"id":"b","match":"=b","price":{"smell":1}}]}]}"""
    )]
    public void Parse_WrongFile_SaysWhatIsWrong(string text) =>
        Should
            .Throw<FormatException>(() => ModelCatalog.Parse(Encoding.UTF8.GetBytes(text)))
            .Message.ShouldNotBeNullOrWhiteSpace();

    [Fact]
    public void Parse_HoursOverMidnight_HoldOnBothSides()
    {
        const string Text = """
            {"format":1,"checked":"2026-01-01","providers":[{"id":"a","models":[{"id":"b","match":{"all":["^b","~b"]},
            "price":[{"input":4,"output":4},{"hoursUtc":"22:00-02:00","input":1,"output":1}]}]}]}
            """;
        var schedule = ModelCatalog
            .Parse(Encoding.UTF8.GetBytes(Text))
            .Find("a", "b")!
            .Price!.Schedule;

        var rates = new[] { 21, 22, 1, 2 }.Select(hour =>
            schedule.At(new(2026, 1, 1, hour, 0, 0, TimeSpan.Zero)).Rates[0].Price
        );

        rates.ShouldBe([4, 1, 1, 4]);
    }
}
