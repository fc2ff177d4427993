using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Messages;

/// <summary>Anthropic's protocol, as it is on the wire.</summary>
public sealed class MessagesTests
{
    private const string Path = "/v1/messages";
    private const string Hello =
        """{"model":"writer","max_tokens":50,"messages":[{"role":"user","content":"hello"}]}""";

    private static readonly UsageDetails Usage = new()
    {
        InputTokenCount = 100,
        CachedInputTokenCount = 40,
        OutputTokenCount = 20,
        AdditionalCounts = new() { ["CacheCreationInputTokens"] = 10 },
    };

    [Fact]
    public async Task Post_Plain_AnswersAMessageWithCacheTokensApart()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Answer("fine") with
            {
                Usage = Usage,
            }
        );

        var answer = await server.PostJsonAsync(Path, Hello);

        answer
            .ToString()
            .ShouldBe(
                """{"id":"response-1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"fine"}],"stop_reason":"end_turn","stop_sequence":null,"container":null,"context_management":null,"diagnostics":null,"stop_details":null,"usage":{"input_tokens":50,"cache_creation_input_tokens":10,"cache_read_input_tokens":40,"output_tokens":20,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"inference_geo":null,"output_tokens_details":null,"server_tool_use":null,"service_tier":null,"speed":null}}"""
            );
    }

    [Fact]
    public async Task Post_TextAndToolStreamed_EventsComeInTheProtocolsOrder()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Call("read", ("path", "a")) with
            {
                Text = "I look",
                Usage = Usage,
            }
        );

        var stream = await WireStream.AskAsync(server, Path, Hello[..^1] + ",\"stream\":true}");

        stream.Clean.ShouldBeTrue();
        stream.Names.ShouldBe([
            "message_start",
            "ping",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop",
        ]);
        stream.Data.Select(data => data.GetProperty("type").GetString()).ShouldBe(stream.Names);
        stream
            .Data[6]
            .ToString()
            .ShouldBe(
                """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_read","name":"read","input":{},"caller":{"type":"direct"}}}"""
            );
        stream
            .Data[7]
            .ToString()
            .ShouldBe(
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"path\":\"a\"}"}}"""
            );
        stream
            .Data[9]
            .ToString()
            .ShouldBe(
                """{"type":"message_delta","delta":{"container":null,"stop_details":null,"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":50,"cache_creation_input_tokens":10,"cache_read_input_tokens":40,"output_tokens":20,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"inference_geo":null,"output_tokens_details":null,"server_tool_use":null,"service_tier":null,"speed":null}}"""
            );
    }

    [Fact]
    public async Task Post_StreamFailsInTheMiddle_IsAnErrorEventAndNoCleanEnd()
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
        stream.Names[^1].ShouldBe("error");
        stream.Names.ShouldNotContain("message_stop");
        stream.Names.ShouldNotContain("message_delta");
        stream.Data[^1].GetProperty("type").GetString().ShouldBe("error");
        stream.Data[^1].GetProperty("error").GetProperty("type").GetString().ShouldBe("api_error");
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
              "model": "writer", "max_tokens": 50, "temperature": 0.5, "top_p": 0.25, "top_k": 7, "stop_sequences": ["x"], "system": "Be brief.",
              "tools": [{ "name": "read", "input_schema": { "type": "object" } }], "tool_choice": { "type": "any", "disable_parallel_tool_use": true },
              "output_config": { "format": { "type": "json_schema", "schema": { "type": "object" } } },
              "messages": [
                { "role": "user", "content": [{ "type": "image", "source": { "type": "base64", "media_type": "image/png", "data": "AAAA" } }] },
                { "role": "assistant", "content": [{ "type": "thinking", "thinking": "hm", "signature": "s" }, { "type": "tool_use", "id": "c1", "name": "read", "input": { "path": "a" } }] },
                { "role": "user", "content": [{ "type": "tool_result", "tool_use_id": "c1", "content": "text of a" }, { "type": "text", "text": "go on" }] }
              ],
              "speed": "fast"
            }
            """
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Headers.GetValues("x-skrouter-ignored").Single().ShouldBe("speed");
        var options = model.Options[0]!;
        (options.MaxOutputTokens, options.Temperature, options.TopP, options.TopK).ShouldBe(
            (50, 0.5f, 0.25f, 7)
        );
        options.StopSequences.ShouldBe(["x"]);
        options.AllowMultipleToolCalls.ShouldBe(false);
        options.ToolMode.ShouldBe(ChatToolMode.RequireAny);
        options.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        var asked = model.Conversations[0];
        asked
            .Select(message => message.Role.Value)
            .ShouldBe(["system", "user", "assistant", "tool", "user"]);
        asked[1].Contents.OfType<DataContent>().Single().MediaType.ShouldBe("image/png");
        asked[2].Contents.OfType<FunctionCallContent>().Single().CallId.ShouldBe("c1");
        asked[3].Contents.OfType<FunctionResultContent>().Single().Result.ShouldBe("text of a");
    }

    [Theory]
    [InlineData("""{"model":"writer","messages":[{"role":"user","content":"a"}]}""", "max_tokens")]
    [InlineData("""{"model":"writer","max_tokens":0,"messages":[]}""", "max_tokens")]
    [InlineData("""{"model":"writer","max_tokens":9,"messages":[]}""", "messages")]
    public async Task Post_WrongField_IsAnErrorInTheProtocolsShape(string body, string field)
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));

        using var response = await server.PostAsync(Path, body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var fault = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        fault.GetProperty("type").GetString().ShouldBe("error");
        var error = fault.GetProperty("error");
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("message").GetString()!.ShouldContain(field);
    }
}
