using System.CommandLine;
using System.Text.Json.Nodes;
using SkRouter.Cli.Commands;
using SkRouter.TestKit;

namespace SkRouter.Cli.Tests.Price;

public sealed class PriceCommandTests
{
    private const string GoodCase =
        """{"api_flavor":"chat","body":{"model":"gpt-4o","usage":{"prompt_tokens":1000,"completion_tokens":10}},"expected_input_price_usd":"0.0025","expected_output_price_usd":"1E-4","expected_usage":{"input_tokens":1000,"output_tokens":10},"model":"gpt-4o","provider":"openai"}""";

    [CatalogueFact]
    public void Price_SharedCases_AreAllEqual()
    {
        var (code, text, _) = Run(
            "price",
            "--json",
            "--cases",
            Path.Combine(CatalogueFolder.Path!, "usage-cases.jsonl")
        );

        var report = JsonNode.Parse(text)!;
        report["mismatches"]!.AsArray().ShouldBeEmpty();
        ((int)report["total"]!).ShouldBeGreaterThan(1_000);
        code.ShouldBe(0);
    }

    [Fact]
    public void Price_CaseThatDiffersInTheLastDecimal_IsShownAndFails()
    {
        var (code, text, _) = RunCases(
            GoodCase + "\n\n" + GoodCase.Replace("0.0025", "0.0025000001", StringComparison.Ordinal)
        );

        code.ShouldBe(1);
        text.ShouldStartWith("1/2");
        text.ShouldContain(
            "line 3, openai/gpt-4o (chat): the price of input is 0.0025, expected 0.0025000001"
        );
    }

    [Theory]
    [InlineData(
        "\"input_tokens\":1000,",
        "\"input_tokens\":999,",
        "input_tokens is 1000, expected 999"
    )]
    [InlineData(
        "\"output_tokens\":10}",
        "\"output_tokens\":10,\"web_searches\":1}",
        "web_searches is 0, expected 1"
    )]
    [InlineData("\"prompt_tokens\":1000", "\"prompt_tokens\":-1000", "no usage was found")]
    [InlineData("\"provider\":\"openai\"", "\"provider\":\"nobody\"", "no provider 'nobody'")]
    [InlineData("\"api_flavor\":\"chat\"", "\"api_flavor\":\"telex\"", "in flavour 'telex'")]
    [InlineData("}},\"expected_input", "}},\"was\":1,\"expected_input", "")]
    public void Price_CaseThatDiffers_SaysWhere(string part, string changed, string reason)
    {
        var (code, text, _) = RunCases(GoodCase.Replace(part, changed, StringComparison.Ordinal));

        text.ShouldContain(reason);
        code.ShouldBe(reason.Length == 0 ? 0 : 1);
    }

    [Fact]
    public void Price_LineThatIsNoCase_NamesTheLine()
    {
        var (code, _, error) = RunCases(GoodCase + "\n{}");

        code.ShouldBe(2);
        error.ShouldContain("line 2");
    }

    [Fact]
    public void Price_OneRequest_IsPricedForTheMomentAsked()
    {
        var (_, text, _) = Run(
            "price",
            "--provider",
            "anthropic",
            "--model",
            "claude-sonnet-5",
            "--input",
            "1000000",
            "--output",
            "100",
            "--at",
            "2026-09-01T00:00:00Z",
            "--json"
        );

        var cost = JsonNode.Parse(text)!;
        ((decimal)cost["inputUsd"]!).ShouldBe(3m);
        ((decimal)cost["totalUsd"]!).ShouldBe(3.0015m);
    }

    [Fact]
    public void Price_UnknownModel_IsRefused() =>
        Run("price", "--model", "no-such-model").Code.ShouldBe(2);

    private static (int Code, string Output, string Error) RunCases(string lines)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, lines);
            return Run("price", "--cases", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { PriceCommand.Create(new VirtualTimeProvider()) };
        var code = root.Parse(args)
            .Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
