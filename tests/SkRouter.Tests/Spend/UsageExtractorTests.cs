using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SkRouter.Catalog;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class UsageExtractorTests
{
    private static readonly string[] Junk =
    [
        "null",
        "true",
        "\"12\"",
        "-1",
        "-0.5",
        "1e400",
        "1e28",
        "9223372036854775807",
        "99999999999999999999999",
        "[]",
        "{}",
        "[{\"modality\":\"TEXT\",\"tokenCount\":-4}]",
        "[{\"modality\":7}]",
        "[7]",
        "0",
        "0.4",
        "12",
        "\"\"",
    ];

    private static readonly (CatalogProviderCase Case, string[] Names)[] Extractors =
    [
        .. ModelCatalog.Default.Providers.SelectMany(provider =>
            provider.Usage.Select(extractor =>
                (new CatalogProviderCase(provider.Id, extractor), Names(extractor))
            )
        ),
    ];

    [Property(MaxTest = 2_000)]
    public Property Read_BlockOfJunk_NeverThrowsNorGoesBelowZero() =>
        Prop.ForAll(
            (
                from which in Gen.Choose(0, Extractors.Length - 1)
                from values in Gen.ArrayOf(Gen.Elements(Junk), Extractors[which].Names.Length)
                select (which, values)
            ).ToArbitrary(),
            drawn =>
            {
                var (extractor, names) = Extractors[drawn.which];
                var fields = names.Zip(drawn.values, (name, value) => $"\"{name}\":{value}");
                using var block = JsonDocument.Parse("{" + string.Join(',', fields) + "}");

                var usage = extractor.Extractor.ReadBlock(block.RootElement);

                return usage is null
                    || Enumerable
                        .Range(0, UsageUnits.Count)
                        .All(unit => usage.Of((UsageUnit)unit) >= 0);
            }
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("\"usage\"")]
    public void Read_BodyWithoutUsage_IsNull(string body)
    {
        using var json = JsonDocument.Parse(body);
        foreach (var (extractor, _) in Extractors)
        {
            extractor.Extractor.Read(json.RootElement).ShouldBeNull(extractor.Provider);
        }
    }

    [Fact]
    public void Read_PartsWithoutTheirWhole_CountAsTheWhole()
    {
        using var body = JsonDocument.Parse(
            """{"usageMetadata":{"promptTokensDetails":[{"modality":"TEXT","tokenCount":40}],"thoughtsTokenCount":3}}"""
        );

        var usage = Google().Read(body.RootElement)!;

        (usage.InputTokens, usage.InputTextTokens, usage.OutputTokens).ShouldBe((40, 40, 3));
    }

    [Fact]
    public void Read_GoogleToolResults_AreInputAndSaidToBeFromTools()
    {
        using var body = JsonDocument.Parse(
            """
            {"modelVersion":"gemini-2.5-flash","usageMetadata":{"promptTokenCount":10,"toolUsePromptTokenCount":5,
            "toolUsePromptTokensDetails":[{"modality":"IMAGE","tokenCount":5}],"candidatesTokenCount":2}}
            """
        );

        var usage = Google().Read(body.RootElement)!;

        (usage.InputTokens, usage.ToolInputTokens, usage.ToolInputImageTokens).ShouldBe((15, 5, 5));
        Google().ModelOf(body.RootElement).ShouldBe("gemini-2.5-flash");
    }

    private static UsageExtractor Google() =>
        ModelCatalog.Default.FindProvider("google")!.Extractor("default")!;

    // The names that real blocks of every flavour use, so that each extractor meets some of its own.
    private static string[] Names(UsageExtractor extractor) =>
        [
            "input_tokens",
            "output_tokens",
            "prompt_tokens",
            "completion_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
            "promptTokenCount",
            "candidatesTokenCount",
            "promptTokensDetails",
            "thoughtsTokenCount",
            "inputTokens",
            "outputTokens",
            "prompt_tokens_details",
            "completion_tokens_details",
            "tokens",
            "reasoning_tokens",
            "input_tokens_details",
            extractor.Flavor,
        ];

    private sealed record CatalogProviderCase(string Provider, UsageExtractor Extractor);
}
