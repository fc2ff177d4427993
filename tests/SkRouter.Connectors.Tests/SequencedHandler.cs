using System.Net;
using System.Text.Json;

namespace SkRouter.Connectors.Tests;

/// <summary>Answers one request after the other and keeps all that was sent.</summary>
internal sealed class SequencedHandler(params (int Status, string Body)[] answers)
    : HttpMessageHandler
{
    public List<JsonElement> Sent { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var (status, body) = answers[Math.Min(Sent.Count, answers.Length - 1)];
        Sent.Add(JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
        return new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body),
        };
    }
}
