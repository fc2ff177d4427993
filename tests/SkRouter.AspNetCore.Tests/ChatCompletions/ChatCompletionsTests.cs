using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.ChatCompletions;

public sealed class ChatCompletionsTests
{
    private const string Path = "/v1/chat/completions";
    private const string Hello =
        """{"model":"writer","messages":[{"role":"user","content":"hello"}]}""";

    private static readonly UsageDetails Usage = new()
    {
        InputTokenCount = 100,
        CachedInputTokenCount = 40,
        OutputTokenCount = 20,
        ReasoningTokenCount = 5,
    };

    [Fact]
    public async Task Post_Plain_AnswersWithUsageCostAndWhoServedIt()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Answer("fine") with
            {
                Usage = Usage,
            }
        );

        using var response = await server.PostAsync(Path, Hello);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await JsonOf(response);
        answer.GetProperty("object").GetString().ShouldBe("chat.completion");
        answer.GetProperty("model").GetString().ShouldBe("m");
        var choice = answer.GetProperty("choices")[0];
        choice.GetProperty("message").GetProperty("content").GetString().ShouldBe("fine");
        choice.GetProperty("finish_reason").GetString().ShouldBe("stop");
        var usage = answer.GetProperty("usage");
        usage.GetProperty("prompt_tokens").GetInt64().ShouldBe(100);
        usage.GetProperty("total_tokens").GetInt64().ShouldBe(120);
        usage
            .GetProperty("prompt_tokens_details")
            .GetProperty("cached_tokens")
            .GetInt64()
            .ShouldBe(40);
        usage
            .GetProperty("completion_tokens_details")
            .GetProperty("reasoning_tokens")
            .GetInt64()
            .ShouldBe(5);
        var record = await server.LastRecordAsync();
        usage.GetProperty("cost").GetDecimal().ShouldBe(record.CostUsd!.Value);
        Header(response, "x-skrouter-record").ShouldBe(record.Id);
        Header(response, "x-skrouter-served-model").ShouldBe("m");
        Header(response, "x-skrouter-deployment").ShouldBe("m");
        Header(response, "x-skrouter-attempts").ShouldBe("1");
        Header(response, "x-skrouter-reason").ShouldNotBeNullOrEmpty();
        Header(response, "x-request-id").ShouldStartWith("req_");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_Streamed_SendsChunksThatAddUpAndUsageWhereAsked(bool includeUsage)
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Answer("one two three") with
            {
                Usage = Usage,
            }
        );

        var events = await StreamAsync(
            server,
            Hello[..^1]
                + ",\"stream\":true,\"stream_options\":{\"include_usage\":"
                + (includeUsage ? "true" : "false")
                + "}}"
        );

        events[^1].ShouldBe("[DONE]");
        var chunks = events[..^1].Select(Parse).ToList();
        chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        var deltas = Deltas(chunks);
        deltas[0].GetProperty("role").GetString().ShouldBe("assistant");
        deltas.Skip(1).ShouldAllBe(delta => !Has(delta, "role"));
        string.Concat(deltas.Select(delta => TextOf(delta, "content"))).ShouldBe("one two three");
        Finishes(chunks).ShouldBe(["stop"]);
        chunks.Count(chunk => Has(chunk, "usage")).ShouldBe(includeUsage ? 1 : 0);
        if (includeUsage)
        {
            chunks[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
            var usage = chunks[^1].GetProperty("usage");
            usage.GetProperty("prompt_tokens").GetInt64().ShouldBe(100);
            usage
                .GetProperty("cost")
                .GetDecimal()
                .ShouldBe((await server.LastRecordAsync()).CostUsd!.Value);
        }
    }

    [Fact]
    public async Task Post_ToolCall_ComesWhole()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Call("read", ("path", "a \"b\".txt"))
        );

        var answer = await server.PostJsonAsync(Path, Hello);

        var choice = answer.GetProperty("choices")[0];
        choice.GetProperty("finish_reason").GetString().ShouldBe("tool_calls");
        var call = choice.GetProperty("message").GetProperty("tool_calls")[0];
        call.GetProperty("id").GetString().ShouldBe("call_read");
        call.GetProperty("type").GetString().ShouldBe("function");
        Parse(call.GetProperty("function").GetProperty("arguments").GetString()!)
            .GetProperty("path")
            .GetString()
            .ShouldBe("a \"b\".txt");
    }

    [Fact]
    public async Task Post_ToolCallsStreamed_HaveIndexIdNameAndArguments()
    {
        var step = ScriptedStep.Call("read", ("path", "a"));
        await using var server = await ApiServer.StartAsync(
            step with
            {
                Calls =
                [
                    .. step.Calls,
                    new FunctionCallContent(
                        "call_2",
                        "list",
                        new Dictionary<string, object?> { ["depth"] = 2 }
                    ),
                ],
            }
        );

        var events = await StreamAsync(server, Hello[..^1] + ",\"stream\":true}");

        var calls = Deltas([.. events[..^1].Select(Parse)])
            .Where(delta => Has(delta, "tool_calls"))
            .Select(delta => delta.GetProperty("tool_calls")[0])
            .ToList();
        calls.Select(call => call.GetProperty("index").GetInt32()).ShouldBe([0, 1]);
        calls.Select(call => call.GetProperty("id").GetString()).ShouldBe(["call_read", "call_2"]);
        calls
            .Select(call => call.GetProperty("function").GetProperty("arguments").GetString())
            .ShouldBe(["""{"path":"a"}""", """{"depth":2}"""]);
        Finishes([.. events[..^1].Select(Parse)]).ShouldBe(["tool_calls"]);
    }

    [Fact]
    public async Task Post_EveryField_ReachesTheModel()
    {
        ChatOptions? seen = null;
        IReadOnlyList<ChatMessage>? messages = null;
        var model = new ScriptedModel(ScriptedStep.Answer("ok"));
        await using var server = await ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            models:
            [
                (
                    "m",
                    new WatchedChatClient(
                        new ScriptedChatClient(model),
                        (asked, options) => (messages, seen) = (asked, options)
                    )
                ),
            ]
        );

        using var response = await server.PostAsync(
            Path,
            """
            {
              "model": "role:writer", "temperature": 0.5, "top_p": 0.25, "top_k": 7, "max_completion_tokens": 50, "stop": ["x", "y"], "seed": 9,
              "frequency_penalty": 0.1, "presence_penalty": 0.2, "parallel_tool_calls": false, "reasoning_effort": "high", "user": "u1",
              "tool_choice": { "type": "function", "function": { "name": "read" } },
              "tools": [{ "type": "function", "function": { "name": "read", "description": "Reads.", "strict": true, "parameters": { "type": "object", "properties": { "path": { "type": "string" } } } } }],
              "response_format": { "type": "json_schema", "json_schema": { "name": "out", "schema": { "type": "object" } } },
              "messages": [
                { "role": "developer", "content": "Be brief." },
                { "role": "user", "name": "ann", "content": [{ "type": "text", "text": "look" }, { "type": "image_url", "image_url": { "url": "data:image/png;base64,AAAA" } }, { "type": "image_url", "image_url": { "url": "https://example.org/a.png" } }] },
                { "role": "assistant", "content": null, "reasoning_content": "hm", "tool_calls": [{ "id": "c1", "type": "function", "function": { "name": "read", "arguments": "{\"path\":\"a\"}" } }] },
                { "role": "tool", "tool_call_id": "c1", "content": "text of a" },
                { "role": "user", "content": "go on" }
              ]
            }
            """
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var options = seen.ShouldNotBeNull();
        options.Temperature.ShouldBe(0.5f);
        options.TopP.ShouldBe(0.25f);
        options.TopK.ShouldBe(7);
        options.MaxOutputTokens.ShouldBe(50);
        options.StopSequences.ShouldBe(["x", "y"]);
        options.Seed.ShouldBe(9);
        options.FrequencyPenalty.ShouldBe(0.1f);
        options.PresencePenalty.ShouldBe(0.2f);
        options.AllowMultipleToolCalls.ShouldBe(false);
        options.Reasoning!.Effort.ShouldBe(ReasoningEffort.High);
        Header(response, "x-skrouter-ignored").ShouldNotBeNull().ShouldContain("user");
        options.ToolMode.ShouldBe(ChatToolMode.RequireSpecific("read"));
        var tool = options
            .Tools.ShouldHaveSingleItem()
            .ShouldBeAssignableTo<AIFunctionDeclaration>()!;
        tool.Description.ShouldBe("Reads.");
        tool.JsonSchema.GetProperty("properties")
            .GetProperty("path")
            .ToString()
            .ShouldContain("string");
        tool.AdditionalProperties["strict"].ShouldBe(true);
        options.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>().SchemaName.ShouldBe("out");
        var asked = messages.ShouldNotBeNull();
        asked
            .Select(message => message.Role.Value)
            .ShouldBe(["system", "user", "assistant", "tool", "user"]);
        asked[1].AuthorName.ShouldBe("ann");
        asked[1].Contents.OfType<DataContent>().Single().MediaType.ShouldBe("image/png");
        asked[1]
            .Contents.OfType<UriContent>()
            .Single()
            .Uri.ToString()
            .ShouldBe("https://example.org/a.png");
        asked[2].Contents.OfType<FunctionCallContent>().Single().Arguments!["path"]!
            .ToString()
            .ShouldBe("a");
        asked[3]
            .Contents.OfType<FunctionResultContent>()
            .Single()
            .Result!.ToString()
            .ShouldBe("text of a");
    }

    [Fact]
    public async Task Post_StreamFailsAfterItsFirstPiece_IsAnErrorEventAndNoCleanEnd()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Answer("one two three four") with
            {
                Fault = new IOException("cut"),
                PiecesBeforeFault = 3,
            }
        );
        using var response = await server.PostAsync(Path, Hello[..^1] + ",\"stream\":true}");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        var (events, clean) = await ReadAsync(response);

        clean.ShouldBeFalse();
        events.ShouldNotContain("[DONE]");
        var error = Parse(events[^1]).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("stream_interrupted");
        (await server.LastRecordAsync()).Outcome.ShouldBe(RoundTripOutcome.Failed);
    }

    [Fact]
    public async Task Post_StreamFailsBeforeItsFirstPiece_IsAnErrorWithItsStatus()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Throw(new HttpRequestException("no", null, HttpStatusCode.BadRequest))
        );

        using var response = await server.PostAsync(Path, Hello[..^1] + ",\"stream\":true}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await JsonOf(response))
            .GetProperty("error")
            .GetProperty("code")
            .GetString()
            .ShouldBe("invalid_request");
    }

    [Fact]
    public async Task Post_ClientLeaves_StopsTheModelAndIsOnTheBooks()
    {
        var model = new ScriptedModel(
            ScriptedStep.Answer("one two three") with
            {
                Silent = true,
                PiecesBeforeFault = 2,
            }
        );
        await using var server = await ApiServer.StartAsync(model);
        using (var response = await server.PostAsync(Path, Hello[..^1] + ",\"stream\":true}"))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            (await body.ReadAsync(new byte[10])).ShouldBeGreaterThan(0);
        }

        DecisionRecord? record = null;
        for (var i = 0; record is null && i < 500; i++)
        {
            record = await server.Router.Ledger.RecentAsync(count: 1) is [var newest]
                ? newest
                : null;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        record.ShouldNotBeNull().Outcome.ShouldBe(RoundTripOutcome.Cancelled);
    }

    [Fact]
    public async Task Post_Headers_SayAgentRunTenantAndTags()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));

        using var response = await server.PostAsync(
            Path,
            Hello.Replace("writer", "auto", StringComparison.Ordinal),
            ("x-skrouter-role", "writer"),
            ("x-skrouter-agent", "ann"),
            ("x-skrouter-run", "ticket-17"),
            ("x-skrouter-tenant", "acme"),
            ("x-skrouter-tags", "project=apollo, stage=test")
        );

        var record = await server.LastRecordAsync();
        (record.Role, record.Agent, record.Run, record.Tenant).ShouldBe(
            ("writer", "ann", "ticket-17", "acme")
        );
        record.Tags["project"].ShouldBe("apollo");
        record.Tags["stage"].ShouldBe("test");
    }

    [Fact]
    public async Task Post_RunWithBudget_IsRefusedOnceItIsUsedUp()
    {
        var model = new ScriptedModel([
            .. Enumerable.Repeat(ScriptedStep.Answer("ok") with { Usage = Usage }, 5),
        ]);
        await using var server = await ApiServer.StartAsync(model);
        var body = Hello[..^1] + ",\"max_tokens\":20}";
        (string, string)[] headers =
        [
            ("x-skrouter-run", "r"),
            ("x-skrouter-run-budget-usd", "0.0005"),
        ];
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await server.PostAsync(Path, body, headers);
            statuses.Add(response.StatusCode);
        }

        statuses[0].ShouldBe(HttpStatusCode.OK);
        statuses[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        using var other = await server.PostAsync(Path, body, ("x-skrouter-run", "other"));
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"model":"writer"}""", "messages")]
    [InlineData("""{"model":"writer","messages":[]}""", "messages")]
    [InlineData("""{"model":1,"messages":[]}""", "model")]
    [InlineData("""{"messages":[{"role":"usr","content":""}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData(
        """{"messages":[{"role":"user","content":[{"text":"a"}]}]}""",
        "messages[0].content[0].type"
    )]
    [InlineData(
        """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}]}""",
        "messages[0].content[0].image_url.url"
    )]
    [InlineData(
        """{"messages":[{"role":"user","content":"a"}],"temperature":"hot"}""",
        "temperature"
    )]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"n":2}""", "n")]
    [InlineData(
        """{"messages":[{"role":"user","content":"a"}],"tool_choice":"maybe"}""",
        "tool_choice"
    )]
    [InlineData(
        """{"messages":[{"role":"user","content":"a"}],"functions":[{"name":"f"}],"function_call":"maybe"}""",
        "function_call"
    )]
    [InlineData(
        """{"messages":[{"role":"user","content":"a"}],"reasoning_effort":"huge"}""",
        "reasoning_effort"
    )]
    public async Task Post_WrongField_SaysWhich(string body, string field)
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));

        using var response = await server.PostAsync(Path, body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await JsonOf(response)).GetProperty("error");
        error.GetProperty("param").GetString().ShouldBe(field);
        error.GetProperty("message").GetString()!.ShouldContain(field);
    }

    [Fact]
    public async Task Post_FieldThatNothingReads_IsNamedInAHeader()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));

        using var response = await server.PostAsync(
            Path,
            Hello[..^1] + ",\"transforms\":[],\"logit_bias\":{\"5\":1}}"
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(response, "x-skrouter-ignored").ShouldBe("transforms, logit_bias");
    }

    internal static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        Parse(await response.Content.ReadAsStringAsync());

    private static async Task<List<string>> StreamAsync(ApiServer server, string body)
    {
        using var response = await server.PostAsync(Path, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var (events, clean) = await ReadAsync(response);
        clean.ShouldBeTrue();
        return events;
    }

    private static async Task<(List<string> Events, bool Clean)> ReadAsync(
        HttpResponseMessage response
    )
    {
        var events = new List<string>();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    events.Add(line[6..]);
                }
            }

            return (events, true);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return (events, false);
        }
    }

    private static List<JsonElement> Deltas(List<JsonElement> chunks) =>
        [
            .. chunks
                .Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0)
                .Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta")),
        ];

    private static List<string> Finishes(List<JsonElement> chunks) =>
        [
            .. chunks
                .Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0)
                .Select(chunk => chunk.GetProperty("choices")[0].GetProperty("finish_reason"))
                .Where(finish => finish.ValueKind is JsonValueKind.String)
                .Select(finish => finish.GetString()!),
        ];

    private static bool Has(JsonElement element, string name) =>
        element.TryGetProperty(name, out _);

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static JsonElement Parse(string json) => JsonElement.Parse(json);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
