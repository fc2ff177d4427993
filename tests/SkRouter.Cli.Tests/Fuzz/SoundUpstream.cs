using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SkRouter.Cli.Tests.Fuzz;

/// <summary>A provider of four protocols that answers everything in a few words, so that whatever fails is not its fault. It refuses what is no JSON.</summary>
internal sealed class SoundUpstream : IAsyncDisposable
{
    private const string Chat =
        """{"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{\"a\":1}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private const string ChatChunk =
        """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{\"a\":1}"},"finish_reason":"stop"}]}""";

    private const string Response =
        """{"id":"r1","object":"response","model":"m","status":"completed","created_at":1700000000,"output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{\"a\":1}","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""";

    private const string Message =
        """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"{\"a\":1}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""";

    private const string MessageEvents =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":0}}}\n\n"
        + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"{\\\"a\\\":1}\"}}\n\n"
        + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":1}}\n\n"
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private const string Gemini =
        """{"responseId":"g1","modelVersion":"m","candidates":[{"content":{"role":"model","parts":[{"text":"{\"a\":1}"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""";

    private readonly WebApplication _app;

    private SoundUpstream(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<SoundUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var streamed = path.EndsWith(":streamGenerateContent", StringComparison.Ordinal);
        var texts = 1;
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body);
            streamed |=
                body.RootElement.TryGetProperty("stream", out var stream)
                && stream.ValueKind is JsonValueKind.True;
            texts =
                body.RootElement.TryGetProperty("input", out var input)
                && input.ValueKind is JsonValueKind.Array
                    ? input.GetArrayLength()
                    : 1;
        }
        catch (JsonException)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync(
                """{"error":{"message":"We could not parse the JSON body of your request.","type":"invalid_request_error"}}"""
            );
            return;
        }

        http.Response.ContentType = streamed ? "text/event-stream" : "application/json";
        await http.Response.WriteAsync(
            streamed ? Streamed(path)
            : path.EndsWith("/embeddings", StringComparison.Ordinal) ? Vectors(texts)
            : Plain(path)
        );
    }

    private static string Vectors(int count) =>
        JsonSerializer.Serialize(
            new
            {
                @object = "list",
                model = "e",
                data = Enumerable
                    .Range(0, count)
                    .Select(static index => new
                    {
                        @object = "embedding",
                        index,
                        embedding = new[] { 0.5 },
                    }),
                usage = new { prompt_tokens = 2, total_tokens = 2 },
            }
        );

    private static string Plain(string path) =>
        path.EndsWith("/chat/completions", StringComparison.Ordinal) ? Chat
        : path.EndsWith("/responses", StringComparison.Ordinal) ? Response
        : path.EndsWith("/messages", StringComparison.Ordinal) ? Message
        : Gemini;

    private static string Streamed(string path) =>
        path.EndsWith("/chat/completions", StringComparison.Ordinal)
            ? $"data: {ChatChunk}\n\ndata: [DONE]\n\n"
        : path.EndsWith("/responses", StringComparison.Ordinal)
            ? $"data: {{\"type\":\"response.completed\",\"response\":{Response}}}\n\n"
        : path.EndsWith("/messages", StringComparison.Ordinal) ? MessageEvents
        : $"data: {Gemini}\n\n";
}
