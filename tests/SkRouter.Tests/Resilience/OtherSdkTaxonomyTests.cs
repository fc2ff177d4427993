using System.Net;
using System.Text;
using Anthropic;
using Microsoft.Extensions.AI;
using OllamaSharp;
using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience;

/// <summary>What Anthropic's SDK and OllamaSharp throw, which the library does not reference.</summary>
public sealed class OtherSdkTaxonomyTests
{
    [Theory]
    [InlineData(400, "invalid_request_error", "bad", FailureKind.UnsupportedRequest)]
    [InlineData(
        400,
        "invalid_request_error",
        "prompt is too long: 210000 tokens > 200000 maximum",
        FailureKind.ContextTooLong
    )]
    [InlineData(401, "authentication_error", "no", FailureKind.KeyRejected)]
    [InlineData(403, "permission_error", "no", FailureKind.KeyRejected)]
    [InlineData(404, "not_found_error", "model: claude-9", FailureKind.ModelNotFound)]
    [InlineData(429, "rate_limit_error", "slow down", FailureKind.RateLimited)]
    [InlineData(500, "api_error", "oh", FailureKind.ServerError)]
    [InlineData(529, "overloaded_error", "busy", FailureKind.Overloaded)]
    public async Task Read_AnthropicsSdk_GivesKindAndStatus(
        int status,
        string type,
        string message,
        FailureKind kind
    )
    {
        using var http = new HttpClient(
            new Answering(
                status,
                $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"}}"""
            )
        );
        using var client = Claude(http);

        foreach (var exception in await ThrownAsync(client))
        {
            var failure = ErrorTaxonomy.Read(exception, CancellationToken.None);
            failure.Kind.ShouldBe(kind, exception.ToString());
            failure.Status.ShouldBe(status);
        }
    }

    [Fact]
    public async Task Read_AnthropicsSdkWithoutConnection_IsUnreachable()
    {
        using var http = new HttpClient(new Refusing());
        using var client = Claude(http);

        foreach (var exception in await ThrownAsync(client))
        {
            ErrorTaxonomy
                .Read(exception, CancellationToken.None)
                .Kind.ShouldBe(FailureKind.Unreachable, exception.ToString());
        }
    }

    [Theory]
    [InlineData(404, "model 'llama9' not found", FailureKind.ModelNotFound)]
    [InlineData(500, "out of memory", FailureKind.ServerError)]
    [InlineData(503, "server busy", FailureKind.ServerError)]
    public async Task Read_OllamaSharp_GivesKindAndStatus(
        int status,
        string message,
        FailureKind kind
    )
    {
        using var http = new HttpClient(new Answering(status, $$"""{"error":"{{message}}"}"""))
        {
            BaseAddress = new Uri("http://ollama.test"),
        };
        using var client = new OllamaApiClient(http, "llama3");

        foreach (var exception in await ThrownAsync(client))
        {
            var failure = ErrorTaxonomy.Read(exception, CancellationToken.None);
            failure.Kind.ShouldBe(kind, exception.ToString());
            failure.Status.ShouldBe(status);
        }
    }

    [Fact]
    public async Task Read_OllamaSharpModelWithoutTools_GoesToAnotherProvider()
    {
        using var http = new HttpClient(
            new Answering(400, """{"error":"llama3 does not support tools"}""")
        )
        {
            BaseAddress = new Uri("http://ollama.test"),
        };
        using var client = new OllamaApiClient(http, "llama3");

        foreach (var exception in await ThrownAsync(client))
        {
            ErrorTaxonomy
                .Read(exception, CancellationToken.None)
                .Kind.ShouldBe(FailureKind.UnsupportedRequest, exception.ToString());
        }
    }

    private static IChatClient Claude(HttpClient http) =>
        new AnthropicClient
        {
            ApiKey = "none",
            HttpClient = http,
            MaxRetries = 0,
        }.AsIChatClient("claude-9", 100);

    private static async Task<IReadOnlyList<Exception>> ThrownAsync(IChatClient client) =>
        [
            (await Record.ExceptionAsync(() => client.GetResponseAsync("hello"))).ShouldNotBeNull(),
            (
                await Record.ExceptionAsync(() =>
                    client.GetStreamingResponseAsync("hello").ToChatResponseAsync()
                )
            ).ShouldNotBeNull(),
        ];

    private sealed class Answering(int status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage((HttpStatusCode)status)
                {
                    RequestMessage = request,
                    Content = new StringContent(body, Encoding.UTF8, "application/json"),
                }
            );
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => throw new HttpRequestException("Connection refused");
    }
}
