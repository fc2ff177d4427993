using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Tests;

public sealed class StructuredOutputTests
{
    private static readonly ChatOptions Asked = new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema(
            JsonElement.Parse(
                """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}"""
            )
        ),
    };

    private const string ByTool = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","stop_reason":"tool_use",
         "content":[{"type":"tool_use","id":"t1","name":"give_answer","input":{"city":"Paris"}}]}
        """;

    [Fact]
    public async Task GetResponse_ModelHasSchemas_SetsTheSchema()
    {
        var handler = new ScriptedHandler(Answers.Text("openai"));
        using var client = Clients.Create("openai", handler);

        await client.GetResponseAsync("Where?", Asked);

        var format = handler.Sent.GetProperty("response_format");
        format.GetProperty("type").GetString().ShouldBe("json_schema");
        format.GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("openai-responses", "gpt-5", "text.format.schema")]
    [InlineData("anthropic", "claude-sonnet-4-5", "output_config.format.schema")]
    [InlineData("google", "gemini-3-pro", "generationConfig.responseJsonSchema")]
    [InlineData("openrouter", "x", "response_format.json_schema.schema")]
    [InlineData("mistral", "x", "response_format.json_schema.schema")]
    [InlineData("groq", "x", "response_format.json_schema.schema")]
    [InlineData("ollama", "x", "response_format.json_schema.schema")]
    [InlineData("azure", "gpt-5", "response_format.json_schema.schema")]
    public async Task GetResponse_ProviderHasSchemas_PutsItWhereItBelongs(
        string provider,
        string model,
        string path
    )
    {
        var handler = new ScriptedHandler(Answers.Text(provider));
        using var client = Clients.Create(provider, handler, model);

        await client.GetResponseAsync("Where?", Asked);

        var place = handler.Sent;
        foreach (var name in path.Split('.'))
        {
            place = place.GetProperty(name);
        }
        place.GetProperty("required")[0].GetString().ShouldBe("city");
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-responses")]
    [InlineData("anthropic")]
    [InlineData("google")]
    [InlineData("groq")]
    public async Task GetResponse_AskedForToolOrInstruction_DoesItThatWay(string provider)
    {
        foreach (var way in new[] { StructuredOutput.Tool, StructuredOutput.Instruction })
        {
            var handler = new ScriptedHandler(Answers.Text(provider, """{\"city\":\"Paris\"}"""));
            using var client = Clients.Create(
                provider,
                handler,
                configure: options => options.StructuredOutput = way
            );

            await Should.NotThrowAsync(() => client.GetResponseAsync("Where?", Asked));

            var sent = handler.Sent.GetRawText();
            sent.Contains("give_answer", StringComparison.Ordinal)
                .ShouldBe(way == StructuredOutput.Tool);
            sent.ShouldContain("city");
        }
    }

    [Fact]
    public async Task GetResponse_ModelLacksSchemas_AsksByToolAndReadsItsArguments()
    {
        var handler = new ScriptedHandler(ByTool);
        using var client = Clients.Create("anthropic", handler, "claude-sonnet-4-20250514");

        var answer = await client.GetResponseAsync("Where?", Asked);

        handler
            .Sent.GetProperty("tool_choice")
            .GetProperty("name")
            .GetString()
            .ShouldBe("give_answer");
        answer.Text.ShouldBe("""{"city":"Paris"}""");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Streaming_ModelLacksSchemas_AsksByToolAndReadsItsArguments()
    {
        const string Body = """
            data: {"type":"message_start","message":{"id":"m1","model":"m"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t1","name":"give_answer","input":{}}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"Rome\"}"}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}


            """;
        using var client = Clients.Create(
            "anthropic",
            new ScriptedHandler(Body, 200, "text/event-stream"),
            "claude-3-5-haiku-latest"
        );

        var answer = await client.GetStreamingResponseAsync("Where?", Asked).ToChatResponseAsync();

        answer.Text.ShouldBe("""{"city":"Rome"}""");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task GetResponse_ByInstruction_QuotesTheSchemaAndAsksForJson()
    {
        var handler = new ScriptedHandler(Answers.Text("deepseek", """{\"city\":\"Paris\"}"""));
        using var client = Clients.Create("deepseek", handler);

        var answer = await client.GetResponseAsync("Where?", Asked);

        handler
            .Sent.GetProperty("response_format")
            .GetProperty("type")
            .GetString()
            .ShouldBe("json_object");
        handler.Sent.GetProperty("messages")[0].GetRawText().ShouldContain("additionalProperties");
        answer.Text.ShouldBe("""{"city":"Paris"}""");
    }

    [Theory]
    [InlineData("```json\\n{\\\"city\\\":\\\"Paris\\\"}\\n```", null)]
    [InlineData("Paris.", "not JSON")]
    [InlineData("{\\\"city\\\":7}", "$.city must be string")]
    [InlineData("{}", "$.city is missing")]
    [InlineData("{\\\"city\\\":\\\"Paris\\\",\\\"x\\\":1}", "$.x must not be there")]
    public async Task GetResponse_ByInstruction_HoldsTheAnswerToTheSchema(
        string text,
        string? fault
    )
    {
        using var client = Clients.Create(
            "deepseek",
            new ScriptedHandler(Answers.Text("deepseek", text))
        );

        if (fault is null)
        {
            (await client.GetResponseAsync("Where?", Asked)).Text.ShouldBe("""{"city":"Paris"}""");
            return;
        }
        var error = await Should.ThrowAsync<ProviderException>(() =>
            client.GetResponseAsync("Where?", Asked)
        );
        error.Detail!.ShouldContain(fault);
        ErrorTaxonomy
            .Read(error, CancellationToken.None)
            .Kind.ShouldBe(FailureKind.MalformedAnswer);
    }
}
