using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.ChatCompletions;

/// <summary>A provider that keeps what it was sent and answers with one text, plain or streamed as it was asked.</summary>
internal sealed class RecordingUpstream : HttpMessageHandler
{
    public const string Answer =
        """{"id":"chatcmpl-1", "object":"chat.completion","created":1700000000,"model":"gpt-x-2026-01-01","service_tier":"default","choices":[{"index":0,"message":{"role":"assistant","content":"It is the \"cart\".\n☕","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"accepted_prediction_tokens":0}},"system_fingerprint":"fp_1"}""";

    public const string Stream = """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{"content":"It is"},"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":17000

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{"content":" the cart."},"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-x","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}}

        data: [DONE]


        """;

    /// <summary>What was sent, byte for byte.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>What it says to a plain request.</summary>
    public string Says { get; init; } = Answer;

    /// <summary>So many requests are answered with 500 first.</summary>
    public int Failures { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var sent = await request.Content!.ReadAsStringAsync(cancellationToken);
        Sent.Add(sent);
        request.Content.Headers.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(sent));
        if (Failures-- > 0)
        {
            return new(HttpStatusCode.InternalServerError) { Content = new StringContent("{}") };
        }

        var streamed = JsonNode.Parse(sent)!["stream"]?.GetValue<bool>() == true;
        return new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                streamed ? Stream : Says,
                Encoding.UTF8,
                streamed ? "text/event-stream" : "application/json"
            ),
        };
    }
}
