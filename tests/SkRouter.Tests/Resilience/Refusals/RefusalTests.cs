using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.SemanticKernel;
using SkRouter.Resilience;
using SkRouter.Resilience.Refusals;
using SkRouter.TestKit.Refusals;
using Xunit.Abstractions;

namespace SkRouter.Tests.Resilience.Refusals;

/// <summary>Refusals of real providers, in their own words, are read by what they mean.</summary>
public sealed class RefusalTests(ITestOutputHelper output)
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RefusalCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_DocumentedRefusal_IsItsMeaning(int index)
    {
        var refusal = RefusalCase.All[index];

        foreach (var exception in Thrown(refusal))
        {
            var failure = ErrorTaxonomy.Read(exception, CancellationToken.None);

            refusal
                .IsRightlyRead(failure.Kind)
                .ShouldBeTrue($"{failure.Kind} and not {refusal.Kind}: {refusal}");
            failure.Status.ShouldBe(refusal.Status);
            failure.ConcernsTheModelOnly.ShouldBe(refusal.Meaning == "output-limit");
        }
    }

    [Fact]
    public void Cases_All_AreManyAndHaveSources()
    {
        RefusalCase.All.Count.ShouldBeGreaterThanOrEqualTo(120);
        RefusalCase.All.Select(one => one.Provider).Distinct().Count().ShouldBeGreaterThan(20);
        RefusalCase.All.ShouldAllBe(one => one.Source.Length > 8);
    }

    [Fact]
    public void Entries_All_HaveProviderSourceAndDate()
    {
        foreach (var line in RefusalRules.Lines("SkRouter.refusals.tsv"))
        {
            var columns = line.Split('\t');
            columns.Length.ShouldBe(6, line);
            columns.ShouldAllBe(column => column.Length > 0, line);
            DateOnly
                .TryParseExact(
                    columns[5],
                    "yyyy-MM",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out _
                )
                .ShouldBeTrue(line);
        }
    }

    /// <summary>An estimate for providers that nobody has written down: each is read without its own entries.</summary>
    [Fact]
    public void Read_WithoutTheProvidersOwnEntries_IsStillRight()
    {
        var entries = RefusalRules.Lines("SkRouter.refusals.tsv").ToList();
        var words = RefusalRules.Lines("SkRouter.refusal-words.tsv").ToList();
        var tally = new SortedDictionary<string, (int Right, int All)>(StringComparer.Ordinal);
        foreach (var ofProvider in RefusalCase.All.GroupBy(one => one.Provider))
        {
            var others = entries.Where(line => line.Split('\t')[1] != ofProvider.Key);
            var reader = new RefusalReader(new RefusalRules(others, words));
            foreach (var refusal in ofProvider)
            {
                var kind = ErrorTaxonomy.KindOf(
                    reader.Read(refusal.Status, RefusalBody.Read(refusal.Body)),
                    refusal.Status
                );
                var (right, all) = tally.GetValueOrDefault(refusal.Meaning);
                tally[refusal.Meaning] = (right + (refusal.IsRightlyRead(kind) ? 1 : 0), all + 1);
            }
        }

        foreach (var (meaning, (right, all)) in tally)
        {
            output.WriteLine(FormattableString.Invariant($"{meaning}: {right} of {all}"));
        }

        var share = tally.Values.Sum(one => one.Right) / (double)tally.Values.Sum(one => one.All);
        share.ShouldBeGreaterThan(0.95);
        tally["content"].Right.ShouldBe(tally["content"].All, "a leak is worse than an error");
    }

    [Theory]
    [InlineData("We can't help with that for safety reasons.")]
    [InlineData("Declined: risk score above threshold.")]
    [InlineData("Your message goes against our policy.")]
    [InlineData("This request cannot be processed because of its content.")]
    [InlineData("Request declined. Category: S9 (sensitive).")]
    [InlineData("请求被拒绝：可能存在安全风险")]
    [InlineData("您输入的内容不符合政策")]
    [InlineData("この内容には対応できません。ポリシーをご確認ください。")]
    [InlineData("요청이 안전 정책에 의해 거부되었습니다")]
    [InlineData("Запрос отклонён по соображениям безопасности")]
    [InlineData("La solicitud infringe nuestra política")]
    [InlineData("Cette demande est contraire à notre politique de sécurité")]
    [InlineData("Die Anfrage verletzt unsere Richtlinie")]
    [InlineData("This parameter value is not supported by our content safety service")]
    public void Read_UnknownRefusalThatSpeaksOfContent_GoesToNobodyElse(string message)
    {
        var failure = ErrorTaxonomy.Read(Http(400, Json(message)), CancellationToken.None);

        failure.Kind.ShouldBeOneOf(FailureKind.InvalidRequest, FailureKind.ContentFiltered);
    }

    [Theory]
    [InlineData(
        "Request blocked: the prompt was classified as harmful",
        FailureKind.ContentFiltered
    )]
    [InlineData("Prompt injection detected by firewall", FailureKind.ContentFiltered)]
    [InlineData("Declined for reasons of safety", FailureKind.ContentFiltered)]
    [InlineData(
        "User is not authorized to perform: bedrock:InvokeModel because no identity-based policy allows the action",
        FailureKind.KeyRejected
    )]
    [InlineData("Your IP is not on the allow list", FailureKind.KeyRejected)]
    [InlineData("Access denied due to Virtual Network/Firewall rules.", FailureKind.KeyRejected)]
    [InlineData("", FailureKind.KeyRejected)]
    public void Read_Forbidden_IsTheKeysMatterUnlessItSpeaksOfContent(
        string message,
        FailureKind kind
    ) => ErrorTaxonomy.Read(Http(403, Json(message)), CancellationToken.None).Kind.ShouldBe(kind);

    [Fact]
    public void Read_ForbiddenByAPageOfAGateway_IsTheKeysMatter() =>
        ErrorTaxonomy
            .Read(
                Http(
                    403,
                    "<!DOCTYPE html><html><body><h1>Sorry, you have been blocked</h1>This website is using a security service.</body></html>"
                ),
                CancellationToken.None
            )
            .Kind.ShouldBe(FailureKind.KeyRejected);

    [Theory]
    [InlineData("Bad request")]
    [InlineData("messages[0].content: invalid type: sequence, expected a string")]
    [InlineData("The content type of the file is not recognised")]
    [InlineData("Unknown option 'frobnicate'")]
    [InlineData("messages.1.content.0.type: Expected `thinking`, but found `text`.")]
    public void Read_UnknownRefusal_GoesToOneOtherProvider(string message) =>
        ErrorTaxonomy
            .Read(Http(400, Json(message)), CancellationToken.None)
            .Kind.ShouldBe(FailureKind.UnsupportedRequest);

    [Fact]
    public void Read_WordsOfTheCallerInTheBody_AreNotTheProviders()
    {
        const string Body = """
            {"detail":[{"type":"int_parsing","loc":["body","n"],"msg":"Input should be a valid integer",
             "input":"is this against your content policy? prompt is too long, invalid api key"}]}
            """;

        ErrorTaxonomy
            .Read(Http(422, Body), CancellationToken.None)
            .Kind.ShouldBe(FailureKind.UnsupportedRequest);
    }

    [Fact]
    public void Read_Refusal_KeepsCodeTypeAndParameter()
    {
        const string Body = """
            {"error":{"message":"Invalid 'top_p': must be <= 1.","type":"invalid_request_error","param":"top_p","code":"decimal_above_max_value"}}
            """;

        var error = ErrorTaxonomy.Read(Http(400, Body), CancellationToken.None).ProviderError;

        error.ShouldBe(
            new ProviderError(
                400,
                "Invalid 'top_p': must be <= 1.",
                "decimal_above_max_value",
                "invalid_request_error",
                "top_p"
            )
        );
    }

    [Fact]
    public void Read_HugeBody_IsReadInBoundedTime()
    {
        var body = new StringBuilder("{\"error\":{\"message\":\"");
        for (var i = 0; i < 200_000; i++)
        {
            body.Append("model prompt content ");
        }

        var failure = ErrorTaxonomy.Read(
            Http(400, body.Append("\"}}").ToString()),
            CancellationToken.None
        );

        failure.Message.Length.ShouldBeLessThan(400);
    }

    private static IEnumerable<Exception> Thrown(RefusalCase refusal)
    {
        yield return new HttpOperationException(
            (HttpStatusCode)refusal.Status,
            refusal.Body,
            "refused",
            innerException: null
        );
        yield return Http(refusal.Status, refusal.Body);
    }

    private static HttpRequestException Http(int status, string body) =>
        new(body, inner: null, (HttpStatusCode)status);

    private static string Json(string message) =>
        System.Text.Json.JsonSerializer.Serialize(new { error = new { message } });
}
