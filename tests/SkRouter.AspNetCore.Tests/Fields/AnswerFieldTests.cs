using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SkRouter.Connectors;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>What an answer says that Microsoft.Extensions.AI has no member for reaches a caller of the same protocol, plain and streamed.</summary>
public sealed class AnswerFieldTests
{
    private const string Citation =
        """{"type":"url_citation","url_citation":{"url":"https://x.test/","title":"X","start_index":0,"end_index":1}}""";

    /// <summary>Members of the message (or delta), of the choice and of the answer.</summary>
    public static TheoryData<string, string, string> Fields { get; } =
        new()
        {
            {
                "choice",
                "logprobs",
                """{"content":[{"token":"Hi","logprob":-0.1,"top_logprobs":[]}]}"""
            },
            { "choice", "x_choice", """{"a":1}""" },
            { "answer", "system_fingerprint", "\"fp_1\"" },
            { "answer", "service_tier", "\"flex\"" },
            { "answer", "x_answer", """[1]""" },
            { "message", "annotations", $"[{Citation}]" },
            { "message", "audio", """{"id":"audio_1","data":"AQID","transcript":"Hi"}""" },
            {
                "message",
                "images",
                """[{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]"""
            },
            {
                "message",
                "reasoning_details",
                """[{"type":"reasoning.encrypted","data":"enc","index":0}]"""
            },
            { "message", "x_message", """{"a":1}""" },
            {
                "message",
                "tool_calls",
                """[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{}"},"extra_content":{"google":{"thought_signature":"c2ln"}}}]"""
            },
        };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Post_FieldOfAnAnswer_ReachesTheCaller(string level, string name, string json)
    {
        var field = JsonNode.Parse(json)!;
        foreach (var streamed in (bool[])[false, true])
        {
            var answer = Answer(level, name, field, streamed);
            await using var server = await StartAsync(answer, streamed);

            using var response = await server.PostAsync(
                "/v1/chat/completions",
                $$"""{"model":"writer","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}"""
            );

            var body = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
            Members(body, level, streamed)
                .Any(member => JsonSubset.Difference(field, member[name], "$") is null)
                .ShouldBeTrue($"{(streamed ? "streamed" : "plain")}: {body}");
        }
    }

    private static IEnumerable<JsonObject> Members(string body, string level, bool streamed)
    {
        var answers = streamed
            ? body.Split('\n')
                .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                .Select(line => line["data: ".Length..])
            : [body];
        foreach (var answer in answers.Select(text => JsonNode.Parse(text)!.AsObject()))
        {
            if (level == "answer")
            {
                yield return answer;
            }

            foreach (var choice in answer["choices"]!.AsArray())
            {
                if (level != "answer")
                {
                    yield return level == "choice"
                        ? choice!.AsObject()
                        : choice![streamed ? "delta" : "message"]!.AsObject();
                }
            }
        }
    }

    private static string Answer(string level, string name, JsonNode field, bool streamed)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = "Hi" };
        var choice = new JsonObject
        {
            ["index"] = 0,
            [streamed ? "delta" : "message"] = message,
            ["finish_reason"] = name == "tool_calls" ? "tool_calls" : "stop",
        };
        var answer = new JsonObject
        {
            ["id"] = "c1",
            ["object"] = streamed ? "chat.completion.chunk" : "chat.completion",
            ["created"] = 1_700_000_000,
            ["model"] = "m",
            ["choices"] = new JsonArray(choice),
        };
        (
            level == "message" ? message
            : level == "choice" ? choice
            : answer
        )[name] = field.DeepClone();
        return streamed
            ? $"data: {answer.ToJsonString()}\n\ndata: [DONE]\n\n"
            : answer.ToJsonString();
    }

    private static Task<ApiServer> StartAsync(string answer, bool streamed) =>
        ApiServer.StartAsync(
            router =>
                router
                    .Role("writer", role => role.Prefer("first"))
                    .Deployment("first", deployment => deployment.Price(input: 1, output: 10)),
            services =>
                services.AddProviderChatClient(
                    "openrouter",
                    "m",
                    "sk-upstream",
                    "first",
                    options =>
                    {
                        options.BaseUrl = new Uri("https://provider.test/v1/");
                        options.HttpClient = new(new Upstream(answer, streamed));
                    }
                )
        );

    private sealed class Upstream(string answer, bool streamed) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent(
                        answer,
                        Encoding.UTF8,
                        streamed ? "text/event-stream" : "application/json"
                    ),
                }
            );
    }
}
