using System.Net;
using System.Text.Json;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Protocols;

/// <summary>What a real provider refuses, the simulator refuses too.</summary>
public sealed class RefusalTests
{
    private const string Use =
        """{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"go","input":{}}]}""";
    private const string Result =
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"x"}]}""";
    private const string Ask = """{"role":"user","content":"hi"}""";
    private const string GeminiAsk = """{"role":"user","parts":[{"text":"hi"}]}""";
    private const string GeminiResult =
        """{"role":"user","parts":[{"functionResponse":{"name":"go","response":{"result":"x"}}}]}""";

    [Theory]
    [InlineData("", $"[{Ask}]", "max_tokens: Field required")]
    [InlineData("\"max_tokens\":9,\"seed\":1,", $"[{Ask}]", "seed: Extra inputs")]
    [InlineData("\"max_tokens\":9,", "[]", "at least one message")]
    [InlineData(
        "\"max_tokens\":9,",
        """[{"role":"system","content":"x"}]""",
        "'user' or 'assistant'"
    )]
    [InlineData("\"max_tokens\":9,", """[{"role":"user","content":""}]""", "non-empty")]
    [InlineData("\"max_tokens\":9,", """[{"role":"user","content":[]}]""", "non-empty content")]
    [InlineData("\"max_tokens\":9,", $"[{Ask},{Use}]", "without `tool_result`")]
    [InlineData("\"max_tokens\":9,", $"[{Ask},{Use},{Ask}]", "without `tool_result`")]
    [InlineData("\"max_tokens\":9,", $"[{Ask},{Result}]", "unexpected `tool_use_id`")]
    [InlineData(
        "\"max_tokens\":9,",
        """[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"functions.go:0","name":"go","input":{}}]}]""",
        "tool_use.id: String should match pattern"
    )]
    [InlineData(
        "\"max_tokens\":9,",
        """[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm"}]}]""",
        "thinking.signature: Field required"
    )]
    [InlineData(
        "\"max_tokens\":9,",
        """[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"of another"}]}]""",
        "Invalid `signature`"
    )]
    [InlineData(
        "\"max_tokens\":9000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},",
        $"[{Ask},{Use},{Result}]",
        "must start with a thinking block"
    )]
    [InlineData(
        "\"max_tokens\":2000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},",
        $"[{Ask}]",
        "greater than `thinking.budget_tokens`"
    )]
    [InlineData(
        "\"max_tokens\":2000,\"temperature\":0.5,\"thinking\":{\"type\":\"adaptive\"},",
        $"[{Ask}]",
        "`temperature`"
    )]
    [InlineData(
        "\"max_tokens\":9,\"tools\":[{\"name\":\"Plugin.go\",\"input_schema\":{}}],",
        $"[{Ask}]",
        "tools.0.custom.name"
    )]
    public async Task Messages_WhatAnthropicRefuses_Is400InItsWords(
        string members,
        string messages,
        string reason
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("m"));

        var (status, body) = await simulator.PostAsync(
            "/v1/messages",
            $$"""{"model":"m",{{members}}"messages":{{messages}} }"""
        );

        status.ShouldBe(HttpStatusCode.BadRequest, body);
        var error = JsonElement.Parse(body);
        error.GetProperty("type").GetString().ShouldBe("error");
        error
            .GetProperty("error")
            .GetProperty("type")
            .GetString()
            .ShouldBe("invalid_request_error");
        error.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(reason);
        simulator.Model("m").Refusals.ShouldHaveSingleItem().ShouldContain(reason);
        simulator.Model("m").RequestCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "Unknown name \"messages\"")]
    [InlineData("""{"contents":[]}""", "contents is not specified")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"x"}]}]}""", "valid role")]
    [InlineData("""{"contents":[{"role":"user","parts":[]}]}""", "must not be empty")]
    [InlineData(
        $$"""{"contents":[{{GeminiAsk}},{{GeminiResult}}]}""",
        "number of function response"
    )]
    [InlineData(
        $$$"""{"contents":[{{{GeminiAsk}}},{"role":"model","parts":[{"functionCall":{"name":"go"} }]},{{{GeminiResult}}}]}""",
        "missing a thought_signature"
    )]
    [InlineData(
        $$$"""{"contents":[{{{GeminiAsk}}},{"role":"model","parts":[{"functionCall":{"name":"go"},"thoughtSignature":"of another"}]},{{{GeminiResult}}}]}""",
        "signature is not valid"
    )]
    public async Task GenerateContent_WhatGeminiRefuses_Is400InItsWords(string body, string reason)
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("gemini-3-pro"));

        var (status, answer) = await simulator.PostAsync(
            Wire.Path(Wire.Gemini, model: "gemini-3-pro"),
            body
        );

        status.ShouldBe(HttpStatusCode.BadRequest, answer);
        var error = JsonElement.Parse(answer).GetProperty("error");
        error.GetProperty("status").GetString().ShouldBe("INVALID_ARGUMENT");
        error.GetProperty("message").GetString()!.ShouldContain(reason);
    }

    [Fact]
    public async Task GenerateContent_SecondGeneration_WantsNoSignature()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gemini-2.5-pro")
        );

        var (status, answer) = await simulator.PostAsync(
            Wire.Path(Wire.Gemini, model: "gemini-2.5-pro"),
            $$$"""{"contents":[{{{GeminiAsk}}},{"role":"model","parts":[{"functionCall":{"name":"go"} }]},{{{GeminiResult}}}]}"""
        );

        status.ShouldBe(HttpStatusCode.OK, answer);
    }

    [Theory]
    [InlineData("[]", "'input'")]
    [InlineData("""[{"role":"robot","content":"x"}]""", "'robot'")]
    [InlineData(
        """[{"type":"function_call","call_id":"a","name":"go","arguments":"{}"}]""",
        "No tool output found for function call a"
    )]
    [InlineData(
        """[{"type":"function_call_output","call_id":"a","output":"x"}]""",
        "No tool call found"
    )]
    [InlineData(
        """[{"type":"function_call","id":"call_1","call_id":"a","name":"go","arguments":"{}"}]""",
        "begins with 'fc'"
    )]
    [InlineData(
        """[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"of another"}]""",
        "could not be verified"
    )]
    [InlineData("""[{"type":"reasoning","id":"rs_1","summary":[]}]""", "required following item")]
    [InlineData(
        """[{"type":"function_call","id":"fc_rabc000","call_id":"a","name":"go","arguments":"{}"}]""",
        "required 'reasoning' item: 'rs_abc'"
    )]
    public async Task Responses_WhatOpenAIRefuses_Is400InItsWords(string input, string reason)
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("m"));

        var (status, body) = await simulator.PostAsync(
            "/v1/responses",
            $$"""{"model":"m","input":{{input}} }"""
        );

        status.ShouldBe(HttpStatusCode.BadRequest, body);
        JsonElement
            .Parse(body)
            .GetProperty("error")
            .GetProperty("message")
            .GetString()!
            .ShouldContain(reason);
    }

    [Theory]
    [InlineData(
        Dialect.OpenAI,
        "\"reasoning_content\":\"hm\"",
        "call_1",
        "'reasoning_content' is unsupported"
    )]
    [InlineData(
        Dialect.OpenAI,
        "\"content\":null",
        "a-very-long-identifier-of-another-provider",
        "maximum length 40"
    )]
    [InlineData(
        Dialect.Groq,
        "\"reasoning_content\":\"hm\"",
        "call_1",
        "'reasoning_content' is unsupported"
    )]
    [InlineData(Dialect.Mistral, "\"content\":null", "call_1", "with a length of 9")]
    [InlineData(
        Dialect.Mistral,
        "\"reasoning_details\":[]",
        "123456789",
        "'reasoning_details' is unsupported"
    )]
    [InlineData(Dialect.DeepSeek, "\"content\":null", "call_1", "must be passed back")]
    [InlineData(
        Dialect.OpenRouter,
        "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"s\"}]",
        "call_1",
        "signature"
    )]
    [InlineData(
        Dialect.Ollama,
        "\"content\":[{\"type\":\"thinking\",\"thinking\":[]}]",
        "call_1",
        "'thinking'"
    )]
    public async Task ChatCompletions_WhatADialectRefuses_Is400(
        Dialect dialect,
        string member,
        string callId,
        string reason
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Speaks(dialect)).Model("lenient")
        );
        string Body(string model) =>
            $$$"""
                {"model":"{{{model}}}","messages":[{"role":"user","content":"hi"},
                 {"role":"assistant",{{{member}}},"tool_calls":[{"id":"{{{callId}}}","type":"function","function":{"name":"go","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"{{{callId}}}","content":"x"}]}
                """;

        var (status, _) = await simulator.PostAsync("/v1/chat/completions", Body("m"));
        var (lenient, _) = await simulator.PostAsync("/v1/chat/completions", Body("lenient"));

        status.ShouldBe(HttpStatusCode.BadRequest);
        simulator.Model("m").Refusals.ShouldHaveSingleItem().ShouldContain(reason);
        lenient.ShouldBe(
            dialect == Dialect.OpenRouter ? HttpStatusCode.BadRequest : HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task DeepSeek_ReasoningOfATurnWithoutTools_IsRefused()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Speaks(Dialect.DeepSeek))
        );
        const string History =
            """{"role":"user","content":"hi"},{"role":"assistant","content":"yes","reasoning_content":"hm"},{"role":"user","content":"and?"}""";

        var (thinking, body) = await simulator.PostAsync(
            "/v1/chat/completions",
            $$"""{"model":"m","messages":[{{History}}]}"""
        );
        var (off, _) = await simulator.PostAsync(
            "/v1/chat/completions",
            $$"""{"model":"m","messages":[{{History}}],"thinking":{"type":"disabled"} }"""
        );

        thinking.ShouldBe(HttpStatusCode.BadRequest);
        body.ShouldContain("Please remove");
        off.ShouldBe(HttpStatusCode.OK);
    }
}
