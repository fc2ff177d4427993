using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors;
using static SkRouter.AspNetCore.Tests.ChatCompletions.RelayServer;

namespace SkRouter.AspNetCore.Tests.ChatCompletions;

/// <summary>What goes on as it came must be what would have been written, and whatever changes a request on its way must be seen.</summary>
public sealed class RelayTests
{
    private const string Plain =
        """{"model":"writer","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Which part \u00fc is at fault?"}]}""";

    /// <summary>It means nothing, and keeps a body from being relayed.</summary>
    private const string Inert = ",\"stop\":null}";

    private static readonly string[] Bodies =
    [
        Plain,
        """ {"messages":[{"content":"hi","role":"user"}]}""",
        """{"max_tokens":200,"model":"auto","messages":[{"role":"user","content":"hi"}],"temperature":0.2}""",
        """{"model":"role:writer","max_completion_tokens":7,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}],"top_p":0.9,"stream":false}""",
        """{"model":"writer","messages":[{"role":"user","content":"hi"}],"seed":42,"top_k":5,"frequency_penalty":0.5,"presence_penalty":-0.25}""",
        """{"stream":true,"model":"writer","messages":[{"role":"user","content":"hi"}],"max_tokens":3}""",
        """{"model":"writer","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""",
    ];

    private static readonly string[] Models =
    [
        "some-model",
        "gpt-5",
        "mistral-large",
        "a \"quoted\" one",
    ];

    public static TheoryData<string> Providers { get; } =
    [
        .. KnownProviders
            .All.Select(provider => provider.Name)
            .Where(name =>
                name is not ("anthropic" or "google")
                && !name.EndsWith("-responses", StringComparison.Ordinal)
            ),
    ];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Post_PlainBody_SendsWhatWouldHaveBeenWritten(string provider)
    {
        foreach (var model in Models)
        {
            await SendsTheSameAsync(provider, model);
        }
    }

    private static async Task SendsTheSameAsync(string provider, string model)
    {
        var upstream = new RecordingUpstream();
        await using var server = await StartAsync(upstream, provider, model);
        foreach (var body in Bodies)
        {
            upstream.Sent.Clear();
            (await AnswerAsync(server, body)).ShouldNotBeNullOrEmpty();
            (await AnswerAsync(server, body[..^1] + Inert)).ShouldNotBeNullOrEmpty();

            var (relayed, written) = (upstream.Sent[0], upstream.Sent[1]);
            JsonNode
                .DeepEquals(JsonNode.Parse(relayed), WithoutFalseStream(written, relayed))
                .ShouldBeTrue($"{provider}: {body}\nrelayed {relayed}\nwritten {written}");
        }
    }

    [Fact]
    public async Task Post_PlainBody_IsPassedOnByteForByte()
    {
        var upstream = new RecordingUpstream();
        await using var server = await StartAsync(upstream);

        await AnswerAsync(server, Plain);

        upstream.Sent.ShouldBe([Plain.Replace("\"writer\"", "\"gpt-x\"")]);
    }

    [Fact]
    public async Task Post_PlainAnswer_IsPassedBackWithOurNameOfTheModelAndTheCost()
    {
        await using var server = await StartAsync(new());

        var answer = await AnswerAsync(server, Plain);

        var cost = (await server.LastRecordAsync()).CostUsd;
        cost.ShouldBe((20m + 5 * 10) / 1_000_000);
        answer.ShouldBe(
            RecordingUpstream
                .Answer.Replace("gpt-x-2026-01-01", "gpt-x")
                .Replace(
                    "_tokens\":0}}",
                    FormattableString.Invariant($"_tokens\":0}},\"cost\":{cost}}}")
                )
        );
    }

    [Theory]
    // Usage before the model.
    [InlineData(
        """{"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25},"id":"c1","created":5,"object":"chat.completion","choices":[{"index":0,"message":{"content":"Yes.","role":"assistant"},"finish_reason":"length"}],"model":"m"}"""
    )]
    [InlineData(RecordingUpstream.Answer)]
    // None of these goes back as it came.
    [InlineData(
        """{"id":"c1","model":"m","choices":[{"message":{"role":"assistant","content":"Yes.","reasoning":"Hm."},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":5}}"""
    )]
    [InlineData(
        """{"id":"c1","model":"m","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}}"""
    )]
    [InlineData(
        """{"id":"c1","model":"m","choices":[{"message":{"role":"assistant","content":"Yes."},"finish_reason":"eos"}],"usage":{"prompt_tokens":20,"completion_tokens":5,"cost":0.25}}"""
    )]
    [InlineData(
        """{"model":"m","choices":[{"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}]}"""
    )]
    public async Task Post_AnyAnswer_SaysTheSameRelayedAndWritten(string said)
    {
        await using var server = await StartAsync(new() { Says = said });

        var relayed = JsonElement.Parse(await AnswerAsync(server, Plain));
        var written = JsonElement.Parse(await AnswerAsync(server, Plain[..^1] + Inert));

        Text(relayed, "model").ShouldBe(Text(written, "model"));
        Text(relayed, "object").ShouldBe("chat.completion");

        var (one, other) = (relayed.GetProperty("choices")[0], written.GetProperty("choices")[0]);
        Text(one, "finish_reason").ShouldBe(Text(other, "finish_reason"));
        Text(one.GetProperty("message"), "content")
            .ShouldBe(Text(other.GetProperty("message"), "content"));
        string[] counts = ["prompt_tokens", "completion_tokens", "total_tokens", "cost"];
        foreach (var count in counts)
        {
            Number(relayed, count).ShouldBe(Number(written, count), count);
        }
    }

    [Fact]
    public async Task Post_TextsThatAFilterChangesInPlace_AreSentAndGivenAsTheyAreThen()
    {
        var upstream = new RecordingUpstream();
        await using var server = await StartAsync(
            upstream,
            configure: router =>
                Filter(
                    router,
                    async (context, next) =>
                    {
                        ((TextContent)context.Request.Messages[1].Contents[0]).Text = "[redacted]";
                        await next(context);
                        ((TextContent)context.Answer!.Response.Messages[0].Contents[0]).Text =
                            "No.";
                    }
                )
        );

        var answer = JsonElement.Parse(await AnswerAsync(server, Plain));

        upstream.Sent.Single().ShouldContain("[redacted]");
        upstream.Sent.Single().ShouldNotContain("fault");
        Text(answer.GetProperty("choices")[0].GetProperty("message"), "content").ShouldBe("No.");
    }

    [Fact]
    public async Task Post_SettingThatAFilterChanges_IsSentAsItIsThen()
    {
        var upstream = new RecordingUpstream();
        await using var server = await StartAsync(
            upstream,
            configure: router =>
                Filter(
                    router,
                    (context, next) =>
                    {
                        context.Request.Options!.Temperature = 0.5f;
                        return next(context);
                    }
                )
        );

        await AnswerAsync(server, Plain);

        Number(JsonElement.Parse(upstream.Sent.Single()), "temperature", within: null)
            .ShouldBe(0.5m);
    }

    [Fact]
    public async Task Post_FirstModelFails_TheNextIsAskedTheSameUnderItsOwnName()
    {
        var upstream = new RecordingUpstream { Failures = 1 };
        await using var server = await StartAsync(upstream, fallBackTo: "gpt-y");

        await AnswerAsync(server, Plain);

        upstream.Sent.Count.ShouldBe(2);
        upstream.Sent[^1].ShouldBe(Plain.Replace("\"writer\"", "\"gpt-y\""));
        (await server.LastRecordAsync()).FellBack.ShouldBeTrue();
    }

    [Fact]
    public async Task Post_StreamWithATornEvent_SkipsItAndSaysSoOnTheRecord()
    {
        await using var server = await StartAsync(new());

        var answer = await AnswerAsync(server, Plain[..^1] + ",\"stream\":true}");

        answer.ShouldContain("\"content\":\"It is\"");
        answer.ShouldContain("\"content\":\" the cart.\"");
        answer.ShouldEndWith("data: [DONE]\n\n");
        var record = await server.LastRecordAsync();
        record.Usage.InputTokens.ShouldBe(20);
        record.Notes.ShouldContain(note => note.Contains("malformed events"));
    }

    [Fact]
    public async Task Post_TraceOfTheClient_NamesTheRunWhereNobodyListensToTraces()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        await using var server = await StartAsync(new());

        using var traced = await server.PostAsync(
            Completions,
            Plain,
            ("traceparent", $"00-{trace}-b7ad6b7169203331-01")
        );
        (await server.LastRecordAsync()).Run.ShouldBe(trace);

        using var named = await server.PostAsync(
            Completions,
            Plain,
            ("traceparent", $"00-{trace}-b7ad6b7169203331-01"),
            ("x-skrouter-run", "ticket-17")
        );
        (await server.LastRecordAsync()).Run.ShouldBe("ticket-17");

        using var broken = await server.PostAsync(
            Completions,
            Plain,
            ("traceparent", "00-nonsense")
        );
        var record = await server.LastRecordAsync();
        record.Run.ShouldBe(record.Id);
    }

    /// <summary>Who does not stream need not say so.</summary>
    private static JsonNode WithoutFalseStream(string written, string relayed)
    {
        var node = JsonNode.Parse(written)!;
        if (JsonNode.Parse(relayed)!["stream"]?.GetValue<bool>() is false)
        {
            node["stream"] = false;
        }

        return node;
    }

    private static string? Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static decimal? Number(JsonElement element, string member, string? within = "usage") =>
        (within is null || element.TryGetProperty(within, out element))
        && element.TryGetProperty(member, out var value)
            ? value.GetDecimal()
            : null;
}
