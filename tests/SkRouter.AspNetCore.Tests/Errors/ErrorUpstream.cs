using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>Providers of chat completions, told apart by their host. They answer with their own name unless a model is said to fail.</summary>
internal sealed class ErrorUpstream : HttpMessageHandler
{
    private readonly Dictionary<string, ErrorFault> _faults = [];

    /// <summary>Gets the deployments that were asked, in order, by the names of their models.</summary>
    public List<string> Asked { get; } = [];

    public void Fail(string model, ErrorFault fault) => _faults[model] = fault;

    /// <summary>Forgets all faults and requests.</summary>
    public void Recover()
    {
        _faults.Clear();
        Asked.Clear();
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        var model = body["model"]!.GetValue<string>();
        var streamed = body["stream"]?.GetValue<bool>() is true;
        Asked.Add(model);
        if (!_faults.TryGetValue(model, out var fault))
        {
            return Answer(model, "stop", streamed);
        }

        if (fault.Exception is { } exception)
        {
            throw exception;
        }

        if (fault.Finish is { } finish)
        {
            return Answer(fault.Text ?? model, finish, streamed);
        }

        // An error with the status of a success comes in a stream as its first event.
        var asEvent = streamed && fault.Status == 200;
        var response = new HttpResponseMessage((HttpStatusCode)fault.Status)
        {
            Content = new StringContent(
                asEvent ? $"data: {fault.Body}\n\n" : fault.Body,
                Encoding.UTF8,
                asEvent ? "text/event-stream"
                    : fault.Body.StartsWith('<') ? "text/html"
                    : "application/json"
            ),
        };
        foreach (var (name, value) in fault.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private static HttpResponseMessage Answer(string text, string finish, bool streamed)
    {
        var content = JsonValue.Create(text).ToJsonString();
        var reason = finish.Length == 0 ? "null" : JsonValue.Create(finish).ToJsonString();
        var json = streamed
            ? $$$"""
                data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":{{{content}}}},"finish_reason":{{{reason}}}}]}

                data: [DONE]


                """
            : $$$"""
                {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{{content}}}},"finish_reason":{{{reason}}}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
                """;
        return new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                json,
                Encoding.UTF8,
                streamed ? "text/event-stream" : "application/json"
            ),
        };
    }
}
