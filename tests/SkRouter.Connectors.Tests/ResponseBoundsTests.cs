using System.Net;
using Microsoft.Extensions.AI;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Tests;

/// <summary>No provider can make the router read without end: answers, events, streams and refusals are bounded.</summary>
public sealed class ResponseBoundsTests
{
    private const int Most = 100_000;
    private static readonly string[] Providers =
    [
        "openai",
        "openai-responses",
        "anthropic",
        "google",
    ];

    public static TheoryData<string, string> Floods
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var provider in Providers)
            {
                foreach (
                    var flood in new[] { "body", "event", "events", "comments", "lines", "refusal" }
                )
                {
                    rows.Add(provider, flood);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Answer_WithoutEnd_FailsAndIsNotReadToItsEnd(string provider, string flood)
    {
        var endless = new Endless(flood);
        using var client = Clients.Create(
            provider,
            new EndlessHandler(endless, flood),
            configure: options => options.MaxResponseBytes = Most
        );

        var error = await Should.ThrowAsync<ProviderException>(() =>
            flood is "body" or "refusal"
                ? client.GetResponseAsync("Hi")
                : client.GetStreamingResponseAsync("Hi").ToChatResponseAsync()
        );

        endless.Sent.ShouldBeLessThan(8 * Most);
        error.Message.Length.ShouldBeLessThan(2_000);
        if (flood is not "refusal")
        {
            error.Message.ShouldContain("MaxResponseBytes");
            ErrorTaxonomy
                .Read(error, CancellationToken.None)
                .Kind.ShouldBe(FailureKind.ServerError);
        }
    }

    [Fact]
    public async Task Answer_LargeImage_FitsTheDefault()
    {
        var image = Convert.ToBase64String(new byte[24 * 1024 * 1024]);
        using var client = Clients.Create(
            "google",
            new ScriptedHandler(
                $$$"""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"{{{image}}}"}}]},"finishReason":"STOP"}]}"""
            )
        );

        var answer = await client.GetResponseAsync("Draw");

        answer
            .Messages[0]
            .Contents.OfType<DataContent>()
            .ShouldHaveSingleItem()
            .Data.Length.ShouldBe(24 * 1024 * 1024);
    }

    private sealed class EndlessHandler(Endless body, string flood) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = new HttpResponseMessage(
                flood is "refusal" ? HttpStatusCode.BadRequest : HttpStatusCode.OK
            )
            {
                Content = new StreamContent(body),
            };
            response.Content.Headers.TryAddWithoutValidation(
                "content-type",
                flood is "body" or "refusal" ? "application/json" : "text/event-stream"
            );
            return Task.FromResult(response);
        }
    }

    /// <summary>A body that never ends.</summary>
    private sealed class Endless(string flood) : Stream
    {
        private readonly byte[] _start = System.Text.Encoding.UTF8.GetBytes(
            flood switch
            {
                "event" => "data: {\"x\":\"",
                "refusal" or "body" => "{\"error\":{\"message\":\"",
                _ => "",
            }
        );
        private readonly byte[] _piece = System.Text.Encoding.UTF8.GetBytes(
            flood switch
            {
                "events" => "data: {\"x\":1}\n\n",
                "comments" => ": keep-alive\n\n",
                "lines" => "data: x\n",
                _ => "aaaaaaaaaaaaaaaa",
            }
        );

        public long Sent { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++)
            {
                buffer[offset + i] =
                    Sent < _start.Length
                        ? _start[Sent]
                        : _piece[(Sent - _start.Length) % _piece.Length];
                Sent++;
            }

            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
    }
}
