using System.Text.Json;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Responses;

/// <summary>
/// Every member that OpenAI's types (package openai 7.59, resources/responses) and the Open Responses schema require, plain and streamed, and what the
/// response repeats of its request.
/// </summary>
public sealed class ResponseSchemaTests
{
    private const string Path = "/v1/responses";

    private static readonly Dictionary<string, JsonValueKind[]> Members = new(
        StringComparer.Ordinal
    )
    {
        ["id"] = [JsonValueKind.String],
        ["object"] = [JsonValueKind.String],
        ["created_at"] = [JsonValueKind.Number],
        ["completed_at"] = [JsonValueKind.Number, JsonValueKind.Null],
        ["status"] = [JsonValueKind.String],
        ["background"] = [JsonValueKind.False],
        ["access_programs"] = [JsonValueKind.Null],
        ["error"] = [JsonValueKind.Null],
        ["incomplete_details"] = [JsonValueKind.Null],
        ["instructions"] = [JsonValueKind.String],
        ["max_output_tokens"] = [JsonValueKind.Number],
        ["max_tool_calls"] = [JsonValueKind.Null],
        ["metadata"] = [JsonValueKind.Object],
        ["model"] = [JsonValueKind.String],
        ["output"] = [JsonValueKind.Array],
        ["parallel_tool_calls"] = [JsonValueKind.True],
        ["presence_penalty"] = [JsonValueKind.Number],
        ["frequency_penalty"] = [JsonValueKind.Number],
        ["previous_response_id"] = [JsonValueKind.Null],
        ["prompt_cache_key"] = [JsonValueKind.Null],
        ["reasoning"] = [JsonValueKind.Object],
        ["safety_identifier"] = [JsonValueKind.Null],
        ["service_tier"] = [JsonValueKind.String],
        ["store"] = [JsonValueKind.True],
        ["temperature"] = [JsonValueKind.Number],
        ["text"] = [JsonValueKind.Object],
        ["tool_choice"] = [JsonValueKind.String],
        ["tools"] = [JsonValueKind.Array],
        ["top_logprobs"] = [JsonValueKind.Number],
        ["top_p"] = [JsonValueKind.Number],
        ["truncation"] = [JsonValueKind.String],
        ["usage"] = [JsonValueKind.Object, JsonValueKind.Null],
        ["user"] = [JsonValueKind.Null],
    };

    private const string Request = """
        {"model":"writer","input":"a","instructions":"Be brief.","temperature":0.25,"max_output_tokens":50,"metadata":{"a":"b"},
         "tools":[{"type":"function","name":"read","parameters":{"type":"object"}}],"tool_choice":"auto","truncation":"auto","reasoning":{"effort":"low"}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_Any_EveryMemberIsThereAndWhatWasAskedIsRepeated(bool streamed)
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Call("read", ("path", "a")) with
            {
                Text = "I look.",
            }
        );
        var responses = streamed
            ?
            [
                .. (await WireStream.AskAsync(server, Path, Request + ",\"stream\":true}"))
                    .Data.Where(data => data.TryGetProperty("response", out _))
                    .Select(data => data.GetProperty("response")),
            ]
            : (List<JsonElement>)[await server.PostJsonAsync(Path, Request + "}")];

        responses.Count.ShouldBe(streamed ? 3 : 1);
        foreach (var response in responses)
        {
            foreach (var (name, kinds) in Members)
            {
                response.TryGetProperty(name, out var value).ShouldBeTrue($"{name} is missing");
                kinds.ShouldContain(value.ValueKind, $"{name} is {value}");
            }

            response.GetProperty("instructions").GetString().ShouldBe("Be brief.");
            response.GetProperty("temperature").GetDouble().ShouldBe(0.25);
            response.GetProperty("metadata").GetProperty("a").GetString().ShouldBe("b");
            response.GetProperty("tools")[0].GetProperty("name").GetString().ShouldBe("read");
            response.GetProperty("truncation").GetString().ShouldBe("auto");
            response.GetProperty("reasoning").GetProperty("effort").GetString().ShouldBe("low");
            response
                .GetProperty("reasoning")
                .GetProperty("summary")
                .ValueKind.ShouldBe(JsonValueKind.Null);
            response
                .GetProperty("text")
                .GetProperty("format")
                .GetProperty("type")
                .GetString()
                .ShouldBe("text");
        }

        var usage = responses[^1].GetProperty("usage");
        usage
            .GetProperty("input_tokens_details")
            .GetProperty("cached_tokens")
            .GetInt64()
            .ShouldBe(0);
        usage
            .GetProperty("output_tokens_details")
            .GetProperty("reasoning_tokens")
            .GetInt64()
            .ShouldBe(0);
        var message = responses[^1].GetProperty("output")[0];
        message.GetProperty("role").GetString().ShouldBe("assistant");
        var part = message.GetProperty("content")[0];
        part.GetProperty("annotations").GetArrayLength().ShouldBe(0);
        part.GetProperty("logprobs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Post_Streamed_EveryEventHasItsPlace()
    {
        await using var server = await ApiServer.StartAsync(
            ScriptedStep.Call("read", ("path", "a")) with
            {
                Text = "I look.",
            }
        );

        var stream = await WireStream.AskAsync(server, Path, Request + ",\"stream\":true}");

        stream
            .Data.Select(data => data.GetProperty("sequence_number").GetInt32())
            .ShouldBe(Enumerable.Range(0, stream.Data.Count));
        foreach (var data in stream.Data)
        {
            var type = data.GetProperty("type").GetString()!;
            if (type.StartsWith("response.output_item", StringComparison.Ordinal))
            {
                data.GetProperty("output_index").ValueKind.ShouldBe(JsonValueKind.Number);
                data.GetProperty("item").GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
            }
            else if (!data.TryGetProperty("response", out _))
            {
                data.GetProperty("item_id").GetString().ShouldNotBeNullOrEmpty(type);
                data.GetProperty("output_index").ValueKind.ShouldBe(JsonValueKind.Number, type);
            }

            if (type.StartsWith("response.output_text", StringComparison.Ordinal))
            {
                data.GetProperty("content_index").GetInt32().ShouldBe(0);
                data.GetProperty("logprobs").GetArrayLength().ShouldBe(0);
            }
        }
    }
}
