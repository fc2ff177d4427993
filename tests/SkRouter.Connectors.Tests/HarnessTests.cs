using System.Text.Json;
using System.Text.Json.Nodes;
using SkRouter.Connectors.Tests.Replay;

namespace SkRouter.Connectors.Tests;

/// <summary>The replay itself is first shown failing: what differs must be reported.</summary>
public sealed class HarnessTests
{
    private const string Request =
        """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""";

    private const string Response = """
        {"id":"c1","model":"gpt-4o","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Hello."}}],
         "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}
        """;

    [Fact]
    public async Task Differences_SameRequestAndAnswer_FindsNone()
    {
        (await Replay.Replay.DifferencesAsync(Exchange(Request, Response))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        """{"role":"user","content":"Hi","name":null,"content_type":{"a":1}}""",
        "content_type"
    )]
    public void Differences_SentRequestLacksAField_ReportsIt(string message, string field)
    {
        var recorded = JsonNode.Parse(message);
        var sent = JsonNode.Parse("""{"role":"user","content":"Hi"}""");

        JsonShape.Differences(recorded, sent, "$").ShouldContain(text => text.Contains(field));
    }

    [Theory]
    [InlineData("Text", "Hello!")]
    [InlineData("Finish", "length")]
    [InlineData("Id", "c2")]
    [InlineData("Reasoning", "Hm.")]
    [InlineData("Signatures", "sig")]
    public void DifferencesTo_AnotherAnswer_ReportsIt(string property, string value)
    {
        var recorded = new Answer
        {
            Id = "c1",
            Text = "Hello.",
            Finish = "stop",
        };
        var read = recorded with { };
        typeof(Answer).GetProperty(property)!.SetValue(read, value);

        recorded.DifferencesTo(read).ShouldHaveSingleItem().ShouldContain(property);
    }

    [Fact]
    public void DifferencesTo_OtherCallsOrCounts_ReportsThem()
    {
        var recorded = new Answer
        {
            Calls = ["a f {}"],
            Input = 3,
            Cost = 0.1m,
        };

        recorded
            .DifferencesTo(recorded with { Calls = ["a f {x:1}"], Input = 4, Cost = 0.2m })
            .Count()
            .ShouldBe(3);
    }

    private static RecordedExchange Exchange(string request, string response) =>
        new(
            "openai",
            "test",
            0,
            "POST",
            "/v1/chat/completions",
            JsonElement.Parse(request),
            200,
            JsonElement.Parse(response),
            "application/json"
        );
}
