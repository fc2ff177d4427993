using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Responses;

/// <summary>OpenAI's Responses API, as it is on the wire.</summary>
public sealed class ResponsesTests
{
    private const string Path = "/v1/responses";
    private const string Hello = """{"model":"writer","input":"hello"}""";

    [Fact]
    public async Task Post_Plain_AnswersAMessageItemWithUsage()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Answer("fine") with
            {
                Usage = new()
                {
                    InputTokenCount = 100,
                    CachedInputTokenCount = 40,
                    OutputTokenCount = 20,
                    ReasoningTokenCount = 5,
                },
            }
        );

        var answer = await server.PostJsonAsync(Path, Hello);

        answer.GetProperty("object").GetString().ShouldBe("response");
        answer.GetProperty("status").GetString().ShouldBe("completed");
        var item = answer.GetProperty("output")[0];
        item.GetProperty("type").GetString().ShouldBe("message");
        item.GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("fine");
        var usage = answer.GetProperty("usage");
        usage
            .GetProperty("input_tokens_details")
            .GetProperty("cached_tokens")
            .GetInt32()
            .ShouldBe(40);
        usage
            .GetProperty("output_tokens_details")
            .GetProperty("reasoning_tokens")
            .GetInt32()
            .ShouldBe(5);
        usage.GetProperty("total_tokens").GetInt32().ShouldBe(120);
    }

    [Fact]
    public async Task Post_TextAndToolStreamed_EventsComeInTheProtocolsOrderAndNumbered()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Call("read", ("path", "a")) with
            {
                Text = "I look",
            }
        );

        var stream = await WireStream.AskAsync(server, Path, Hello[..^1] + ",\"stream\":true}");

        stream.Clean.ShouldBeTrue();
        stream.Names.ShouldBe([
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.completed",
        ]);
        stream
            .Data.Select(data => data.GetProperty("sequence_number").GetInt32())
            .ShouldBe(Enumerable.Range(0, 14));
        stream.Data[10].GetProperty("delta").GetString().ShouldBe("""{"path":"a"}""");
        stream.Data[10].GetProperty("output_index").GetInt32().ShouldBe(1);
        stream
            .Data[^1]
            .GetProperty("response")
            .GetProperty("output")
            .EnumerateArray()
            .Select(item => item.GetProperty("type").GetString())
            .ShouldBe(["message", "function_call"]);
    }

    [Fact]
    public async Task Post_StreamFailsInTheMiddle_IsAnErrorAndNoCleanEnd()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Answer("one two three") with
            {
                Fault = new IOException("cut"),
                PiecesBeforeFault = 3,
            }
        );

        var stream = await WireStream.AskAsync(server, Path, Hello[..^1] + ",\"stream\":true}");

        stream.Clean.ShouldBeFalse();
        stream.Names.ShouldNotContain("response.completed");
        stream.Names[^1].ShouldBe("response.failed");
        stream.Data[^1].GetProperty("sequence_number").GetInt32().ShouldBe(stream.Data.Count - 1);
        var response = stream.Data[^1].GetProperty("response");
        response.GetProperty("status").GetString().ShouldBe("failed");
        var error = response.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("server_error");
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Post_EveryField_ReachesTheModel()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("ok"));
        await using var server = await ApiServer.StartAsync(model);

        using var response = await server.PostAsync(
            Path,
            """
            {
              "model": "writer", "instructions": "Be brief.", "temperature": 0.5, "top_p": 0.25, "max_output_tokens": 50, "parallel_tool_calls": false,
              "tools": [{ "type": "function", "name": "read", "parameters": { "type": "object" } }], "tool_choice": "required",
              "text": { "format": { "type": "json_schema", "name": "out", "schema": { "type": "object" } } },
              "input": [
                { "role": "user", "content": [{ "type": "input_image", "image_url": "data:image/png;base64,AAAA" }] },
                { "type": "reasoning", "summary": [{ "type": "summary_text", "text": "hm" }] },
                { "type": "function_call", "call_id": "c1", "name": "read", "arguments": "{\"path\":\"a\"}" },
                { "type": "function_call_output", "call_id": "c1", "output": "text of a" }
              ],
              "speed": "fast"
            }
            """
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Headers.GetValues("x-skrouter-ignored").Single().ShouldBe("speed");
        var options = model.Options[0]!;
        (options.MaxOutputTokens, options.Temperature, options.TopP).ShouldBe((50, 0.5f, 0.25f));
        options.AllowMultipleToolCalls.ShouldBe(false);
        options.ToolMode.ShouldBe(ChatToolMode.RequireAny);
        options.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>().SchemaName.ShouldBe("out");
        var asked = model.Conversations[0];
        asked
            .Select(message => message.Role.Value)
            .ShouldBe(["system", "user", "assistant", "tool"]);
        asked[1].Contents.OfType<DataContent>().Single().MediaType.ShouldBe("image/png");
        asked[3].Contents.OfType<FunctionResultContent>().Single().Result.ShouldBe("text of a");
    }

    [Theory]
    [InlineData("""{"model":"writer"}""", "input")]
    [InlineData(
        """{"model":"writer","input":"a","previous_response_id":"r"}""",
        "previous_response_id"
    )]
    [InlineData("""{"model":"writer","input":"a","background":true}""", "background")]
    public async Task Post_WrongField_SaysWhich(string body, string field)
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));

        using var response = await server.PostAsync(Path, body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement
            .Parse(await response.Content.ReadAsStringAsync())
            .GetProperty("error")
            .GetProperty("param")
            .GetString()
            .ShouldBe(field);
    }
}
