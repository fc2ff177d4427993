using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>A provider of any protocol that keeps what it was sent and answers with one text, plain or streamed as it was asked.</summary>
internal sealed class FieldUpstream : HttpMessageHandler
{
    private const string Chat = """
        {"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{\"a\":1}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
        """;

    private const string ChatChunk = """
        {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{\"a\":1}"},"finish_reason":"stop"}]}
        """;

    private const string Response = """
        {"id":"r1","object":"response","model":"m","status":"completed","created_at":1700000000,"output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{\"a\":1}","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
        """;

    private const string Message = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"{\"a\":1}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}
        """;

    private const string MessageEvents = """
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":0}}}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{\"a\":1}"}}

        data: {"type":"content_block_stop","index":0}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1}}

        data: {"type":"message_stop"}


        """;

    private const string Gemini = """
        {"responseId":"g1","modelVersion":"m","candidates":[{"content":{"role":"model","parts":[{"text":"{\"a\":1}"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}
        """;

    /// <summary>Gets the last request's body.</summary>
    public JsonObject? Sent { get; private set; }

    public void Forget() => Sent = null;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Sent = JsonNode
            .Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!
            .AsObject();
        if (request.Headers.TryGetValues("anthropic-beta", out var betas))
        {
            Sent["#header"] = new JsonObject { ["anthropic-beta"] = string.Join(',', betas) };
        }

        var path = request.RequestUri!.AbsolutePath;
        var streamed =
            Sent["stream"]?.GetValue<bool>() is true
            || path.EndsWith(":streamGenerateContent", StringComparison.Ordinal);
        return new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                streamed ? Streamed(path) : Plain(path),
                Encoding.UTF8,
                streamed ? "text/event-stream" : "application/json"
            ),
        };
    }

    private static string Plain(string path) =>
        path.EndsWith("/chat/completions", StringComparison.Ordinal) ? Chat
        : path.EndsWith("/responses", StringComparison.Ordinal) ? Response
        : path.EndsWith("/messages", StringComparison.Ordinal) ? Message
        : Gemini;

    private static string Streamed(string path) =>
        path.EndsWith("/chat/completions", StringComparison.Ordinal)
            ? $"data: {ChatChunk.Trim()}\n\ndata: [DONE]\n\n"
        : path.EndsWith("/responses", StringComparison.Ordinal)
            ? $"data: {{\"type\":\"response.completed\",\"response\":{Response.Trim()}}}\n\n"
        : path.EndsWith("/messages", StringComparison.Ordinal) ? MessageEvents
        : $"data: {Gemini.Trim()}\n\n";
}
