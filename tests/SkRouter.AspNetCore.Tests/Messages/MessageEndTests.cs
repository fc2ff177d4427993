using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Messages;

/// <summary>Ends of answers in the words of each protocol, plain and streamed, and errors that are no clean end.</summary>
public sealed class MessageEndTests
{
    private const string Hello =
        """{"model":"writer","max_tokens":50,"messages":[{"role":"user","content":"hello"}]}""";

    public static TheoryData<string, string> Reasons =>
        new()
        {
            { "stop", "end_turn" },
            { "stop_sequence", "stop_sequence" },
            { "pause_turn", "pause_turn" },
            { "max_tokens", "max_tokens" },
            { "MAX_TOKENS", "max_tokens" },
            { "model_context_window_exceeded", "model_context_window_exceeded" },
            { "refusal", "refusal" },
            { "content_filter", "refusal" },
            { "SAFETY", "refusal" },
        };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Messages_End_IsTheStopReasonOfItsMeaning(string end, string reason)
    {
        await using var server = await ApiServer.StartAsync(Ends(end));

        var plain = await server.PostJsonAsync("/v1/messages", Hello);
        plain.GetProperty("stop_reason").GetString().ShouldBe(reason);

        var stream = await WireStream.AskAsync(
            server,
            "/v1/messages",
            Hello[..^1] + ",\"stream\":true}"
        );
        stream.Clean.ShouldBeTrue();
        stream
            .Data.Single(data => data.GetProperty("type").GetString() == "message_delta")
            .GetProperty("delta")
            .GetProperty("stop_reason")
            .GetString()
            .ShouldBe(reason);
    }

    [Theory]
    [InlineData("max_tokens", "length")]
    [InlineData("model_length", "length")]
    [InlineData("end_turn", "stop")]
    [InlineData("eos", "stop")]
    public async Task ChatCompletions_WordsOfOtherServices_AreThoseOfTheProtocol(
        string end,
        string reason
    )
    {
        await using var server = await ApiServer.StartAsync(Ends(end));

        var plain = await server.PostJsonAsync("/v1/chat/completions", Hello);

        plain.GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe(reason);
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    [InlineData("/v1/responses")]
    public async Task Stream_BadEnd_IsAnErrorAndNoCleanEnd(string path)
    {
        await using var server = await ApiServer.StartAsync(Ends("network_error"));
        var body = path is "/v1/responses"
            ? """{"model":"writer","input":"hello","stream":true}"""
            : Hello[..^1] + ",\"stream\":true}";

        var text = await ReadAsync(server, path, body);

        text.ShouldContain("error");
        text.ShouldNotContain("[DONE]");
        text.ShouldNotContain("message_stop");
        text.ShouldNotContain("response.completed");
    }

    private static async Task<string> ReadAsync(ApiServer server, string path, string body)
    {
        var text = new System.Text.StringBuilder();
        using var response = await server.PostAsync(path, body);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                text.AppendLine(line);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // A stream that fails is cut after its error event.
        }

        return text.ToString();
    }

    private static ScriptedStep Ends(string end) =>
        new() { Text = "some text", FinishReason = end };
}
