using System.Text.Json;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>Writes answers in the wire formats of OpenAI's chat completions and Anthropic's messages, by their documentation and without any code of the project.</summary>
internal static class UpstreamWriter
{
    public static string Plain(bool anthropic, SentAnswer sent, string text) =>
        anthropic
            ? Json(
                new
                {
                    id = Id("msg_", sent),
                    type = "message",
                    role = "assistant",
                    model = sent.Model,
                    content = new[] { new { type = "text", text } },
                    stop_reason = "end_turn",
                    stop_sequence = (string?)null,
                    usage = new { input_tokens = sent.Words, output_tokens = sent.Number },
                }
            )
            : Json(
                new
                {
                    id = Id("chatcmpl-", sent),
                    @object = "chat.completion",
                    created = 1_700_000_000,
                    model = sent.Model,
                    choices = new[]
                    {
                        new
                        {
                            index = 0,
                            message = new { role = "assistant", content = text },
                            finish_reason = "stop",
                        },
                    },
                    usage = Usage(sent),
                }
            );

    /// <summary>The events of a streamed answer, one for each word and those around them.</summary>
    public static IEnumerable<string> Events(
        bool anthropic,
        bool withUsage,
        SentAnswer sent,
        string[] words
    ) => anthropic ? MessageEvents(sent, words) : ChatEvents(withUsage, sent, words);

    private static IEnumerable<string> ChatEvents(bool withUsage, SentAnswer sent, string[] words)
    {
        yield return Data(Chunk(sent, new { role = "assistant", content = "" }));
        foreach (var word in words)
        {
            yield return Data(Chunk(sent, new { content = word + " " }));
        }

        yield return Data(Chunk(sent, new { }, "stop"));
        if (withUsage)
        {
            yield return Data(
                Json(
                    new
                    {
                        id = Id("chatcmpl-", sent),
                        @object = "chat.completion.chunk",
                        created = 1_700_000_000,
                        model = sent.Model,
                        choices = Array.Empty<object>(),
                        usage = Usage(sent),
                    }
                )
            );
        }

        yield return "data: [DONE]\n\n";
    }

    private static IEnumerable<string> MessageEvents(SentAnswer sent, string[] words)
    {
        yield return Event(
            "message_start",
            Json(
                new
                {
                    type = "message_start",
                    message = new
                    {
                        id = Id("msg_", sent),
                        type = "message",
                        role = "assistant",
                        model = sent.Model,
                        content = Array.Empty<object>(),
                        usage = new { input_tokens = sent.Words, output_tokens = 0 },
                    },
                }
            )
        );
        yield return Event(
            "content_block_start",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""
        );
        foreach (var word in words)
        {
            yield return Event(
                "content_block_delta",
                Json(
                    new
                    {
                        type = "content_block_delta",
                        index = 0,
                        delta = new { type = "text_delta", text = word + " " },
                    }
                )
            );
        }

        yield return Event("content_block_stop", """{"type":"content_block_stop","index":0}""");
        yield return Event(
            "message_delta",
            Json(
                new
                {
                    type = "message_delta",
                    delta = new { stop_reason = "end_turn", stop_sequence = (string?)null },
                    usage = new { output_tokens = sent.Number },
                }
            )
        );
        yield return Event("message_stop", """{"type":"message_stop"}""");
    }

    private static string Id(string prefix, SentAnswer sent) =>
        FormattableString.Invariant($"{prefix}{sent.Number}");

    private static object Usage(SentAnswer sent) =>
        new
        {
            prompt_tokens = sent.Words,
            completion_tokens = sent.Number,
            total_tokens = sent.Number + sent.Words,
        };

    private static string Chunk(SentAnswer sent, object delta, string? finish = null) =>
        Json(
            new
            {
                id = Id("chatcmpl-", sent),
                @object = "chat.completion.chunk",
                created = 1_700_000_000,
                model = sent.Model,
                choices = new[]
                {
                    new
                    {
                        index = 0,
                        delta,
                        finish_reason = finish,
                    },
                },
            }
        );

    private static string Data(string json) => $"data: {json}\n\n";

    private static string Event(string name, string json) => $"event: {name}\ndata: {json}\n\n";

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
