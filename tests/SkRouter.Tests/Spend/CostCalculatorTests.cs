using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SkRouter.Catalog;
using SkRouter.Catalog.Facts;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class CostCalculatorTests
{
    private static readonly DateTimeOffset Noon = At("2026-10-01T12:00:00Z");

    private static readonly ModelPrice Simple = new()
    {
        Input = 3m,
        Output = 15m,
        CacheRead = 0.3m,
        CacheWrite = 3.75m,
        Version = "options",
    };

    private static readonly CatalogModel[] Priced =
    [
        .. ModelCatalog
            .Default.Providers.SelectMany(provider => provider.Models)
            .Where(model => model.Price is not null),
    ];

    [Fact]
    public void Compute_CachedInput_ChargesEveryTokenOnce()
    {
        var usage = new TokenUsage
        {
            InputTokens = 1_000,
            CacheReadTokens = 600,
            CacheWriteTokens = 100,
            OutputTokens = 10,
        };

        var cost = CostCalculator.Compute(usage, Simple, Noon);

        // 300 fresh, 600 read, 100 written.
        cost.ShouldBe(new(0.0009m + 0.00018m + 0.000375m, 0.00015m, 0, "options"));
        cost.Total.ShouldBe(0.001605m);
    }

    [Fact]
    public void Compute_WriteOfOneHour_HasItsOwnRateInsideOfWrites()
    {
        var usage = new TokenUsage
        {
            InputTokens = 100,
            CacheWriteTokens = 100,
            CacheWriteOneHourTokens = 40,
        };

        CostCalculator
            .Compute(usage, Simple with { CacheWriteOneHour = 6m }, Noon)
            .Input.ShouldBe(60 * 3.75m / 1_000_000 + (40 * 6m / 1_000_000));
    }

    [Fact]
    public void Compute_PricePerRequest_IsChargedOnceAndApart() =>
        CostCalculator
            .Compute(TokenUsage.None, Simple with { PerRequest = 0.005m }, Noon)
            .ShouldBe(new(0, 0, 0.005m, "options"));

    [Fact]
    public void Compute_MoreCachedThanInput_ChargesWhatIsReported() =>
        CostCalculator
            .Compute(new() { InputTokens = 10, CacheReadTokens = 30 }, Simple, Noon)
            .Input.ShouldBe(30 * 0.3m / 1_000_000);

    [Theory]
    [InlineData(200_000, 1.25)]
    [InlineData(200_001, 2.5)]
    public void Compute_AroundATier_ChangesTheRateOfAllTokens(long input, double rate) =>
        CostCalculator
            .Compute(new() { InputTokens = input }, Price("google", "gemini-2.5-pro"), Noon)
            .Input.ShouldBe(input * (decimal)rate / 1_000_000);

    [Theory]
    [InlineData("2026-08-31T23:59:59Z", 2)]
    [InlineData("2026-09-01T00:00:00Z", 3)]
    [InlineData("2026-09-01T01:59:59+02:00", 2)]
    [InlineData("2026-08-31T20:00:00-04:00", 3)]
    public void Compute_AroundADatedChange_FollowsTheDayInUtc(string when, double rate) =>
        CostCalculator
            .Compute(
                new() { InputTokens = 1_000_000 },
                Price("anthropic", "claude-sonnet-5"),
                At(when)
            )
            .Input.ShouldBe((decimal)rate);

    [Theory]
    [InlineData("2026-01-01T00:29:59Z", 0.135)]
    [InlineData("2026-01-01T00:30:00Z", 0.27)]
    [InlineData("2026-01-01T16:29:59Z", 0.27)]
    [InlineData("2026-01-01T16:30:00Z", 0.135)]
    [InlineData("2026-01-01T08:29:59+08:00", 0.135)]
    [InlineData("2026-01-01T08:30:00+08:00", 0.27)]
    public void Compute_TimeOfDay_FollowsTheHourInUtc(string when, double rate) =>
        CostCalculator
            .Compute(
                new() { InputTokens = 1_000_000 },
                Price("deepseek", "deepseek-chat"),
                At(when)
            )
            .Input.ShouldBe((decimal)rate);

    [Fact]
    public void Compute_RateSetOnACatalogPrice_ReplacesTiersAndHours() =>
        CostCalculator
            .Compute(
                new() { InputTokens = 1_000_000 },
                Price("google", "gemini-2.5-pro") with
                {
                    Input = 1m,
                },
                Noon
            )
            .Input.ShouldBe(1m);

    [Fact]
    public void Compute_CatalogPrice_NamesDayHashAndRow() =>
        CostCalculator
            .Compute(TokenUsage.None, Price("openai", "gpt-4o"), Noon)
            .PriceVersion.ShouldBe($"{ModelCatalog.Default.Version} openai/gpt-4o");

    [Property(MaxTest = 2_000)]
    public Property Compute_AnyUsage_IsNeverNegativeAndGrowsWithPlainTokens() =>
        Prop.ForAll(
            (
                from model in Gen.Elements(Priced)
                from counts in Gen.ArrayOf(Gen.Choose(0, 400_000), UsageUnits.Count)
                from input in Gen.Choose(0, 50_000)
                from output in Gen.Choose(0, 50_000)
                from hours in Gen.Choose(0, 20_000)
                select (model, counts, input, output, hours)
            ).ToArbitrary(),
            drawn =>
            {
                var rates = drawn.model.Price!.At(Noon.AddHours(-drawn.hours));
                var usage = TokenUsage.From([.. drawn.counts.Select(count => (long)count)]);
                var more = usage with
                {
                    InputTokens = usage.InputTokens + drawn.input,
                    OutputTokens = usage.OutputTokens + drawn.output,
                };

                var (less, grown) = (rates.Charge(usage, ""), rates.Charge(more, ""));

                return less is { Input: >= 0, Output: >= 0, Other: >= 0 }
                    && grown.Input >= less.Input
                    && grown.Output >= less.Output
                    && grown.Other == less.Other;
            }
        );

    private static ModelPrice Price(string provider, string model) =>
        ModelCatalog.Default.Find(provider, model)!.Price!;

    private static DateTimeOffset At(string when) =>
        DateTimeOffset.Parse(when, CultureInfo.InvariantCulture);
}
