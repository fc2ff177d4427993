using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Connectors.Tests;

/// <summary>How answers of each protocol end, plain and streamed, behind the router: good ends, content rules, and everything else.</summary>
public sealed class AnswerEndTests
{
    public static TheoryData<string, string, string> Ends
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            Add(
                rows,
                "openai",
                "stop",
                "stop",
                "length:length",
                "eos:stop",
                "model_length:length",
                "content_filter:content"
            );
            Add(
                rows,
                "openai",
                "error:failed",
                "abort:failed",
                "network_error:failed",
                "sensitive:content",
                "load:failed"
            );
            Add(
                rows,
                "openai",
                "insufficient_system_resource:failed",
                "pause_turn:pause_turn",
                "refusal:content",
                "frobnicated:failed"
            );
            Add(
                rows,
                "anthropic",
                "end_turn:stop",
                "stop_sequence:stop",
                "max_tokens:length",
                "pause_turn:pause_turn"
            );
            Add(
                rows,
                "anthropic",
                "model_context_window_exceeded:length",
                "refusal:content",
                "error:failed",
                "frobnicated:failed"
            );
            Add(
                rows,
                "google",
                "STOP:stop",
                "MAX_TOKENS:length",
                "SAFETY:content",
                "RECITATION:content",
                "BLOCKLIST:content"
            );
            Add(
                rows,
                "google",
                "PROHIBITED_CONTENT:content",
                "SPII:content",
                "IMAGE_SAFETY:content",
                "OTHER:failed",
                "LANGUAGE:failed"
            );
            Add(
                rows,
                "google",
                "MALFORMED_FUNCTION_CALL:failed",
                "UNEXPECTED_TOOL_CALL:failed",
                "TOO_MANY_TOOL_CALLS:failed"
            );
            Add(
                rows,
                "google",
                "NO_IMAGE:failed",
                "FINISH_REASON_UNSPECIFIED:failed",
                "IMAGE_PROHIBITED_CONTENT:content"
            );
            Add(
                rows,
                "openai-responses",
                "completed:stop",
                "incomplete/max_output_tokens:length",
                "incomplete/content_filter:content"
            );
            Add(
                rows,
                "openai-responses",
                "incomplete/unheard_of:failed",
                "failed:failed",
                "cancelled:failed",
                "in_progress:failed",
                "queued:failed"
            );
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Answer_AnyEnd_IsWholeOrFailsOverOrIsRefused(
        string provider,
        string word,
        string meaning
    )
    {
        foreach (var streamed in new[] { false, true })
        foreach (var commitOn in new[] { CommitOn.FirstToken, CommitOn.Completion })
        {
            var kernel = Build(provider, Body(provider, word, streamed), streamed, commitOn);
            var answer = await AskAsync(kernel, streamed);

            var because = $"streamed {streamed}, {commitOn}";
            switch (meaning)
            {
                case "content":
                    answer.Error.ShouldBe(RouterErrorCode.ContentFiltered, because);
                    break;
                case "failed" when streamed && commitOn is CommitOn.FirstToken:
                    answer.Error.ShouldBe(RouterErrorCode.StreamInterrupted, because);
                    break;
                case "failed":
                    answer.Text.ShouldBe("whole", because);
                    break;
                default:
                    (answer.Text, answer.Finish).ShouldBe(("Half of it", meaning), because);
                    break;
            }
        }
    }

    public static TheoryData<string, string, string> Errors =>
        new()
        {
            // https://openrouter.ai/docs/api-reference/errors
            {
                "openai",
                """{"id":"1","object":"chat.completion","model":"m","created":1,"choices":[{"index":0,"message":{"role":"assistant","content":"Half"},"finish_reason":"stop"}],"error":{"code":502,"message":"Provider disconnected"}}""",
                """{"id":"1","object":"chat.completion.chunk","model":"m","created":1,"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":502,"message":"Provider disconnected"}}"""
            },
            {
                "openai",
                """{"id":"1","object":"chat.completion","model":"m","created":1,"choices":[{"index":0,"message":{"role":"assistant","content":"Half"},"finish_reason":"stop","error":{"code":429,"message":"slow down"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""",
                """{"id":"1","object":"chat.completion.chunk","model":"m","created":1,"choices":[{"index":0,"delta":{},"finish_reason":"error","error":{"code":429,"message":"slow down"}}]}"""
            },
            {
                "openai",
                """{"choices":[],"error":"upstream went away"}""",
                """{"error":"upstream went away"}"""
            },
            {
                "openai-responses",
                """{"id":"r","object":"response","status":"failed","error":{"code":"server_error","message":"oh"},"output":[]}""",
                """{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"oh"}}}"""
            },
            {
                "openai-responses",
                """{"id":"r","object":"response","status":"failed","output":[]}""",
                """{"type":"error","code":"server_error","message":"oh"}"""
            },
            {
                "anthropic",
                """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
                """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""
            },
            {
                "google",
                """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""",
                """{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"""
            },
        };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Answer_ErrorMemberInA200_FailsOver(string provider, string body, string chunk)
    {
        (
            await AskAsync(
                Build(provider, body, streamed: false, CommitOn.FirstToken),
                streamed: false
            )
        ).Text.ShouldBe("whole");

        var cut =
            Open(provider)
            + $"data: {chunk}\n\n"
            + (provider is "openai" ? "data: [DONE]\n\n" : "");
        (
            await AskAsync(
                Build(provider, cut, streamed: true, CommitOn.Completion),
                streamed: true
            )
        ).Text.ShouldBe("whole");
        (
            await AskAsync(
                Build(provider, cut, streamed: true, CommitOn.FirstToken),
                streamed: true
            )
        ).Error.ShouldBe(RouterErrorCode.StreamInterrupted);
        (
            await AskAsync(
                Build(provider, $"data: {chunk}\n\n", streamed: true, CommitOn.FirstToken),
                streamed: true
            )
        ).Text.ShouldBe("whole");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_BlockedPromptOfGemini_IsContentFiltered(bool streamed)
    {
        foreach (
            var reason in new[]
            {
                "SAFETY",
                "OTHER",
                "BLOCKLIST",
                "PROHIBITED_CONTENT",
                "IMAGE_SAFETY",
                "NEW_REASON",
            }
        )
        {
            var body =
                $$$"""{"promptFeedback":{"blockReason":"{{{reason}}}"},"usageMetadata":{"promptTokenCount":9}}""";
            var kernel = Build(
                "google",
                streamed ? $"data: {body}\n\n" : body,
                streamed,
                CommitOn.FirstToken
            );

            (await AskAsync(kernel, streamed)).Error.ShouldBe(
                RouterErrorCode.ContentFiltered,
                reason
            );
        }
    }

    [Theory]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    public async Task Answer_StopSequence_KeepsTheSequence(string provider, bool streamed)
    {
        var body = Body(provider, provider is "anthropic" ? "stop_sequence" : "stop", streamed)
            .Replace("\"stop_sequence\":null", "\"stop_sequence\":\"END\"")
            .Replace(
                "\"finish_reason\":\"stop\"",
                "\"finish_reason\":\"stop\",\"stop_reason\":\"END\""
            );
        using var client = Clients.Create(provider, Handler(body, streamed));

        var ends = streamed
            ? await client
                .GetStreamingResponseAsync("Hi")
                .Select(update => (update.FinishReason, update.AdditionalProperties))
                .ToListAsync()
            : [await WholeEndAsync(client)];

        var (finish, properties) = ends.Single(end => end.FinishReason is not null);
        finish.ShouldBe(ChatFinishReason.Stop);
        properties.ShouldNotBeNull()[ProviderFields.StopSequence].ShouldBe("END");
    }

    private static async Task<(
        ChatFinishReason? FinishReason,
        AdditionalPropertiesDictionary?
    )> WholeEndAsync(IChatClient client)
    {
        var answer = await client.GetResponseAsync("Hi");
        return (answer.FinishReason, answer.AdditionalProperties);
    }

    private static void Add(
        TheoryData<string, string, string> rows,
        string provider,
        params string[] ends
    )
    {
        foreach (var end in ends)
        {
            var parts = end.Split(':');
            rows.Add(provider, parts[0], parts[^1]);
        }
    }

    private static Kernel Build(string provider, string body, bool streamed, CommitOn commitOn) =>
        RouterKit.Kernel(
            router =>
                router.Role(
                    "agent",
                    role => role.Prefer("first").FallBackTo("second").CommitOn(commitOn)
                ),
            ("first", Clients.Create(provider, Handler(body, streamed))),
            ("second", new ScriptedChatClient(ScriptedStep.Answer("whole")))
        );

    private static ScriptedHandler Handler(string body, bool streamed) =>
        new(body, contentType: streamed ? "text/event-stream" : "application/json");

    private static async Task<(string? Text, string? Finish, RouterErrorCode? Error)> AskAsync(
        Kernel kernel,
        bool streamed
    )
    {
        try
        {
            var answer = streamed
                ? await kernel.Router().GetStreamingResponseAsync("hello").ToChatResponseAsync()
                : await kernel.Router().GetResponseAsync("hello");
            return (answer.Text, answer.FinishReason?.Value, null);
        }
        catch (RouterException exception)
        {
            return (null, null, exception.Code);
        }
    }

    private static string Body(string provider, string word, bool streamed) =>
        streamed ? Open(provider) + End(provider, word) : Whole(provider, word);

    private static string Whole(string provider, string word) =>
        provider switch
        {
            "openai" =>
                $$$"""{"id":"1","object":"chat.completion","model":"m","created":1,"choices":[{"index":0,"message":{"role":"assistant","content":"Half of it"},"finish_reason":"{{{word}}}"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""",
            "anthropic" =>
                $$$"""{"id":"1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Half of it"}],"stop_reason":"{{{word}}}","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""",
            "google" =>
                $$$"""{"candidates":[{"content":{"parts":[{"text":"Half of it"}],"role":"model"},"finishReason":"{{{word}}}"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1}}""",
            _ => Response(word),
        };

    private static string Response(string word)
    {
        var (status, reason) = word.Split('/') is [var first, var second]
            ? (first, $$"""{"reason":"{{second}}"}""")
            : (word, "null");
        return $$$"""{"id":"r","object":"response","model":"m","status":"{{{status}}}","error":null,"incomplete_details":{{{reason}}},"output":[{"id":"i","type":"message","role":"assistant","content":[{"type":"output_text","text":"Half of it","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""";
    }

    private static string Open(string provider) =>
        provider switch
        {
            "openai" =>
                "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"created\":1,\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Half of it\"},\"finish_reason\":null}]}\n\n",
            "anthropic" =>
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
                    + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                    + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Half of it\"}}\n\n"
                    + "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
            "google" =>
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Half of it\"}],\"role\":\"model\"}}]}\n\n",
            _ =>
                "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"status\":\"in_progress\",\"model\":\"m\",\"error\":null}}\n\n"
                    + "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"Half of it\"}\n\n",
        };

    private static string End(string provider, string word) =>
        provider switch
        {
            "openai" => $$$"""
                data: {"id":"1","object":"chat.completion.chunk","model":"m","created":1,"choices":[{"index":0,"delta":{},"finish_reason":"{{{word}}}"}]}

                data: {"id":"1","object":"chat.completion.chunk","model":"m","created":1,"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

                data: [DONE]


                """,
            "anthropic" => $$$"""
                data: {"type":"message_delta","delta":{"stop_reason":"{{{word}}}","stop_sequence":null},"usage":{"output_tokens":1}}

                data: {"type":"message_stop"}


                """,
            "google" => $$$"""
                data: {"candidates":[{"content":{"parts":[]},"finishReason":"{{{word}}}"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1}}


                """,
            _ => "data: {\"type\":\"response."
                + word.Split('/')[0]
                + "\",\"response\":"
                + Response(word)
                + "}\n\n",
        };
}
