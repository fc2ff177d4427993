using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Connectors;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>A provider that keeps what it was sent and gives its answers in order, the last one again and again.</summary>
internal sealed class ScriptedUpstream(params string[] answers) : HttpMessageHandler
{
    public List<JsonObject> Sent { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Sent.Add(
            JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject()
        );
        var answer = answers[Math.Min(Sent.Count, answers.Length) - 1];
        return new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                answer,
                Encoding.UTF8,
                answer.StartsWith("data:", StringComparison.Ordinal)
                    ? "text/event-stream"
                    : "application/json"
            ),
        };
    }

    /// <summary>The API over one deployment that this provider serves.</summary>
    public Task<ApiServer> StartAsync(
        string provider,
        string model,
        Action<IServiceCollection>? more = null
    ) =>
        ApiServer.StartAsync(
            router =>
                router
                    .Role("writer", role => role.Prefer("first"))
                    .Deployment("first", deployment => deployment.Price(input: 1, output: 10)),
            services =>
            {
                services.AddProviderChatClient(
                    provider,
                    model,
                    "sk-upstream",
                    "first",
                    options =>
                    {
                        options.BaseUrl = new Uri("https://provider.test/v1/");
                        options.HttpClient = new(this);
                    }
                );
                more?.Invoke(services);
            }
        );
}
