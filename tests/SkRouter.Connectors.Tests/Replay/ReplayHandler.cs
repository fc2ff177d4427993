using System.Net;
using System.Text;
using System.Text.Json;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Answers one request with a recording, in pieces if asked, and keeps what was sent.</summary>
internal sealed class ReplayHandler(RecordedExchange exchange, IReadOnlyList<int>? cuts = null)
    : HttpMessageHandler
{
    public JsonElement Sent { get; private set; }

    public Uri? Address { get; private set; }

    public int Requests { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Requests++;
        Address = request.RequestUri;
        Sent = JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var bytes = Encoding.UTF8.GetBytes(exchange.Body);
        var content = new StreamContent(new PiecewiseStream(bytes, cuts ?? []));
        content.Headers.TryAddWithoutValidation("content-type", exchange.ContentType);
        return new HttpResponseMessage((HttpStatusCode)exchange.Status) { Content = content };
    }
}
