using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>Answers that OpenAI's own client and Semantic Kernel's connector cannot read, or pass over, behind the handler.</summary>
public sealed class ProviderHttpHandlerTests
{
    private const string Events = "text/event-stream";
    private const string Json = "application/json";

    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));

    [Theory]
    [InlineData("client", "\\ud83d", "\uFFFD")]
    [InlineData("client", "\\ud83d\\ude00", "😀")]
    [InlineData("kernel", "\\ude00 end", "\uFFFD end")]
    public async Task Answer_HalfOfASurrogatePair_IsRepaired(string sdk, string sent, string read)
    {
        foreach (var streamed in new[] { false, true })
        {
            var kernel = streamed
                ? Build(sdk, Events, Chunk(sent) + Last)
                : Build(sdk, Json, Whole(sent));

            (await AskAsync(kernel, streamed)).ShouldBe(read, $"streamed {streamed}");
        }

        _second.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("client", "Your prompt was flagged by our content filter.", null)]
    [InlineData("kernel", "Your prompt was flagged by our content filter.", null)]
    [InlineData("client", "The server is overloaded.", "from the second")]
    [InlineData("kernel", "This is no error that anybody knows.", "from the second")]
    public async Task Stream_ErrorEvent_IsReadByItsWords(string sdk, string words, string? answer)
    {
        var error = $$$"""data: {"error":{"message":"{{{words}}}","code":null}}""" + "\n\n";
        var kernel = Build(sdk, Events, error + "data: [DONE]\n\n");

        if (answer is not null)
        {
            (await AskAsync(kernel, streamed: true)).ShouldBe(answer);
            return;
        }

        (
            await Should.ThrowAsync<RouterException>(() => AskAsync(kernel, streamed: true))
        ).Code.ShouldBe(RouterErrorCode.ContentFiltered);
        _second.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("client", "null")]
    [InlineData("kernel", "null")]
    [InlineData("client", "{}")]
    [InlineData("client", "\"\"")]
    public async Task Stream_EmptyError_IsNone(string sdk, string error)
    {
        var kernel = Build(sdk, Events, Chunk("fine", $",\"error\":{error}") + Last);

        (await AskAsync(kernel, streamed: true)).ShouldBe("fine");
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Events)]
    public async Task Answer_Compressed_IsLeftToTheSdk(string type)
    {
        byte[] sent =
        [
            0x1F,
            0x8B,
            (byte)'\\',
            (byte)'u',
            (byte)'d',
            (byte)'8',
            (byte)'3',
            (byte)'d',
            0xFF,
            0xC3,
        ];
        using var http = new HttpClient(
            new ProviderHttpHandler(new Answering(HttpStatusCode.OK, type, sent, "gzip"))
        );

        (await http.GetByteArrayAsync(new Uri("http://provider.test/"))).ShouldBe(sent);
    }

    [Theory]
    [InlineData("client", Json)]
    [InlineData("client", Events)]
    [InlineData("kernel", Json)]
    [InlineData("kernel", Events)]
    public async Task Answer_LargerThanAllowed_IsAFailureOfTheProvider(string sdk, string type)
    {
        var large = new string('a', 100_000);
        var kernel = Build(
            sdk,
            type,
            type == Json ? Whole(large) : Chunk(large) + Last,
            most: 50_000
        );

        (await AskAsync(kernel, streamed: type == Events)).ShouldBe("from the second");
    }

    [Theory]
    [InlineData("client")]
    [InlineData("kernel")]
    public async Task Refusal_LargePage_IsReadByItsBeginning(string sdk)
    {
        var page =
            """{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"},"x":" """
            + new string('x', 3_000_000);
        var kernel = Build(sdk, Json, page, status: HttpStatusCode.Unauthorized);

        (await AskAsync(kernel, streamed: false)).ShouldBe("from the second");
        kernel.Router().Health.Of("first").State.ShouldBe(DeploymentState.CoolingDown);
    }

    private const string Last =
        """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""
        + "\n\ndata: [DONE]\n\n";

    private static string Chunk(string text, string more = "") =>
        $$$"""data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{{{text}}}"},"finish_reason":null}]{{{more}}}}"""
        + "\n\n";

    private static string Whole(string text) =>
        $$$"""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private Kernel Build(
        string sdk,
        string type,
        string body,
        long most = 64 * 1024 * 1024,
        HttpStatusCode status = HttpStatusCode.OK
    )
    {
        var http = new HttpClient(
            new ProviderHttpHandler(new Answering(status, type, Encoding.UTF8.GetBytes(body)))
            {
                MaxResponseBytes = most,
            }
        );
        var client = new OpenAIClient(
            new ApiKeyCredential("key"),
            new()
            {
                Transport = new HttpClientPipelineTransport(http),
                RetryPolicy = new ClientRetryPolicy(0),
            }
        );
        object first =
            sdk == "kernel"
                ? new OpenAIChatCompletionService("m", "key", httpClient: http)
                : client.GetChatClient("m").AsIChatClient();
        return RouterKit.Kernel(
            router => router.Role("agent", role => role.Prefer("first").FallBackTo("second")),
            ("first", first),
            ("second", new ScriptedChatClient(_second))
        );
    }

    private static async Task<string> AskAsync(Kernel kernel, bool streamed)
    {
        var service = kernel.GetRequiredService<IChatCompletionService>();
        var history = new ChatHistory("Hi");
        if (!streamed)
        {
            return (await service.GetChatMessageContentAsync(history)).Content ?? "";
        }

        var text = new StringBuilder();
        await foreach (var piece in service.GetStreamingChatMessageContentsAsync(history))
        {
            text.Append(piece.Content);
        }

        return text.ToString();
    }

    private sealed class Answering(
        HttpStatusCode status,
        string type,
        byte[] body,
        string? encoding = null
    ) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
            response.Content.Headers.ContentType = new(type);
            if (encoding is not null)
            {
                response.Content.Headers.ContentEncoding.Add(encoding);
            }

            return Task.FromResult(response);
        }
    }
}
