using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.Spend;

/// <summary>The tier that an answer names counts behind Semantic Kernel's own connector too.</summary>
public sealed class SdkServiceTierTests
{
    [Theory]
    [InlineData(false, "flex", 0.0010125)]
    [InlineData(true, "flex", 0.0010125)]
    [InlineData(false, "priority", 0.00405)]
    [InlineData(true, "priority", 0.00405)]
    [InlineData(false, "default", 0.002025)]
    [InlineData(true, "default", 0.002025)]
    public async Task Ask_OpenAIConnector_IsPricedByTheTierOfTheAnswer(
        bool streamed,
        string tier,
        double usd
    )
    {
        using var http = new HttpClient(new Provider(streamed, tier));
        var builder = Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion("gpt-5", "sk-none", httpClient: http, serviceId: "gpt-5");
        builder.AddSkRouter(router => router.Role("asker", role => role.Prefer("gpt-5")));
        var kernel = builder.Build();
        IChatClient client = kernel.Router().ForRole("asker");

        _ = streamed
            ? await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync()
            : await client.GetResponseAsync("Hi");

        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.CostUsd.ShouldBe((decimal)usd);
        record.Attempts[0].ServiceTier.ShouldBe(tier == "default" ? null : tier);
    }

    private sealed class Provider(bool streamed, string tier) : HttpMessageHandler
    {
        private const string Usage =
            """{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,"prompt_tokens_details":{"cached_tokens":200},"completion_tokens_details":{"reasoning_tokens":50}}""";

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var head =
                $$"""{"id":"c1","created":1,"model":"gpt-5-2025-08-07","service_tier":"{{tier}}","object":"chat.completion""";
            var body = streamed
                ? $$"""
                    data: {{head}}.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"Yes."},"finish_reason":null}]}

                    data: {{head}}.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                    data: {{head}}.chunk","choices":[],"usage":{{Usage}} }

                    data: [DONE]


                    """
                : $$$"""{{{head}}}","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Yes."} }],"usage":{{{Usage}}} }""";
            return Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new StringContent(
                        body,
                        Encoding.UTF8,
                        streamed ? "text/event-stream" : "application/json"
                    ),
                }
            );
        }
    }
}
