using Microsoft.Extensions.AI;
using SkRouter.Catalog;
using SkRouter.Conversion;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

/// <summary>What the catalogue has a price for is counted, carried and charged.</summary>
public sealed class UsageUnitsTests
{
    public static TheoryData<string> Priced =>
        [
            .. ModelCatalog
                .Default.Providers.SelectMany(provider => provider.Models)
                .SelectMany(model => model.Price?.Periods ?? [])
                .SelectMany(period => period.Rates.Rates)
                .Select(rate => UsageUnits.Word(rate.Unit))
                .Distinct()
                .Except([UsageUnits.Word(UsageUnit.Request)]),
        ];

    public static TheoryData<string> Counted =>
        [.. Enum.GetValues<UsageUnit>().Except([UsageUnit.Request]).Select(UsageUnits.Word)];

    [Theory]
    [MemberData(nameof(Priced))]
    public void Read_ColumnOfTheCatalogue_HasACountThatReachesIt(string word)
    {
        var unit = UsageUnits.Find(word)!.Value;

        UsageReader.Read(Details(unit, 7)).ShouldNotBeNull().Of(unit).ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public void Usage_ConvertedAndReadAgain_KeepsTheCount(string word)
    {
        var unit = UsageUnits.Find(word)!.Value;
        var usage = UsageReader.Read(Details(unit, 7)).ShouldNotBeNull();

        UsageReader.Read(ToResponse.Usage(usage)).ShouldBe(usage);
        usage.Of(unit).ShouldBe(7);
    }

    private static UsageDetails Details(UsageUnit unit, long count)
    {
        var details = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 100 };
        switch (unit)
        {
            case UsageUnit.Input:
                details.InputTokenCount = count;
                break;
            case UsageUnit.Output:
                details.OutputTokenCount = count;
                break;
            default:
                details.AdditionalCounts = new()
                {
                    [UsageCountNames.Of(unit).ShouldNotBeNull()] = count,
                };
                break;
        }

        return details;
    }
}
