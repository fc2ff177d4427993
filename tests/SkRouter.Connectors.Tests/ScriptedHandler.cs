using System.Net;
using System.Text;
using System.Text.Json;

namespace SkRouter.Connectors.Tests;

/// <summary>Answers every request with one script and keeps what was sent.</summary>
internal sealed class ScriptedHandler(
    string body,
    int status = 200,
    string contentType = "application/json",
    params (string Name, string Value)[] headers
) : HttpMessageHandler
{
    public JsonElement Sent { get; private set; }

    public HttpRequestMessage? Request { get; private set; }

    public int Requests { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Requests++;
        Request = request;
        Sent = JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        response.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }
        return response;
    }
}
