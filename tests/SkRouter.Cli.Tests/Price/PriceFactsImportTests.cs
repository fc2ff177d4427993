using System.Text;
using System.Text.Json;
using SkRouter.Catalog;
using SkRouter.Cli.CatalogImport;
using SkRouter.Spend;

namespace SkRouter.Cli.Tests.Price;

public sealed class PriceFactsImportTests
{
    private static readonly DateOnly Day = new(2026, 8, 21);

    [Fact]
    public void Convert_TiersHoursDatesAndRules_ArriveInTheCatalogue()
    {
        const string Facts = """
            [{"id":"p","name":"P","api_pattern":"https://p\\.example","models":[{"id":"m","match":{"and":[{"starts_with":"m"},{"ends_with":"x"}]},
            "context_window":100,"prices":[{"prices":{"input_mtok":{"base":1e-1,"tiers":[{"start":10,"price":2}]},"requests_kcount":5}},
            {"constraint":{"start_time":"23:00:00+01:00","end_time":"01:00:00Z"},"prices":{"input_mtok":7}}]}]}]
            """;

        var facts = Load(Convert(Facts, out _)).Find("https://p.example/v1", "m-1x")!;

        facts.ContextWindow.ShouldBe(100);
        Total(facts, inputTokens: 10, hour: 12).ShouldBe((10 * 0.1m / 1_000_000) + 0.005m);
        Total(facts, inputTokens: 11, hour: 12).ShouldBe((11 * 2m / 1_000_000) + 0.005m);
        Total(facts, inputTokens: 1_000_000, hour: 22).ShouldBe(7m);
    }

    [Fact]
    public void Convert_PriceOfSomethingUnknown_LeavesTheModelOutAndSaysSo()
    {
        const string Facts = """
            [{"id":"p","name":"P","models":[{"id":"m","match":{"equals":"m"},"prices":{"input_mtok":1,"smells_mtok":2}}]}]
            """;

        var catalog = Load(Convert(Facts, out var dropped));

        catalog.Find("p", "m").ShouldBeNull();
        dropped.ShouldHaveSingleItem().ShouldContain("smells_mtok");
    }

    [CatalogueFact]
    public void Convert_SharedFacts_GiveTheBuiltInCatalogue()
    {
        var facts = File.ReadAllText(Path.Combine(CatalogueFolder.Path!, "prices.json"));

        var text = Convert(facts, out var dropped);

        dropped.ShouldBeEmpty();
        Load(text).Version.ShouldBe(ModelCatalog.Default.Version);
    }

    private static decimal Total(ModelFacts facts, long inputTokens, int hour) =>
        CostCalculator
            .Compute(
                new() { InputTokens = inputTokens },
                facts.Price!,
                new(2026, 1, 1, hour, 0, 0, TimeSpan.Zero)
            )
            .Total;

    private static string Convert(string facts, out IReadOnlyList<string> dropped)
    {
        using var json = JsonDocument.Parse(facts);
        var import = new PriceFactsImport("github.com/pydantic/genai-prices 47df840a (MIT)", Day);
        var text = import.Convert(json.RootElement);
        dropped = import.Dropped;
        return text;
    }

    private static ModelCatalog Load(string text) =>
        ModelCatalog.Parse(Encoding.UTF8.GetBytes(text));
}
