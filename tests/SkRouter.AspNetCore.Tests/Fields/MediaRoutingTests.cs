using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Connectors;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Content that a deployment's connector cannot send goes to one that can, and to nobody else when that one fails.</summary>
public sealed class MediaRoutingTests
{
    private const string Audio =
        """{"type":"input_audio","input_audio":{"data":"AQID","format":"wav"}}""";

    private const string Video =
        """{"type":"video_url","video_url":{"url":"https://x.test/a.mp4"}}""";

    [Theory]
    [InlineData(Audio)]
    [InlineData(Video)]
    public async Task Post_MediaThatTheFirstCannotBeSent_GoesToTheSecond(string part)
    {
        var (first, second) = (new FieldUpstream(), new FieldUpstream());
        await using var server = await StartAsync(first, "anthropic", second, "google");

        using var response = await server.PostAsync("/v1/chat/completions", Body(part));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Sent.ShouldBeNull();
        second.Sent.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Audio, "Audio")]
    [InlineData(Video, "Video")]
    public async Task Post_MediaThatNobodyCanBeSent_IsRefusedBeforeAnythingIsSent(
        string part,
        string kind
    )
    {
        var (first, second) = (new FieldUpstream(), new FieldUpstream());
        await using var server = await StartAsync(first, "anthropic", second, "openai-responses");

        using var response = await server.PostAsync("/v1/chat/completions", Body(part));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain(kind);
        first.Sent.ShouldBeNull();
        second.Sent.ShouldBeNull();
    }

    private static string Body(string part) =>
        $$"""{"model":"writer","messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{{part}}]}]}""";

    private static Task<ApiServer> StartAsync(
        FieldUpstream first,
        string firstProvider,
        FieldUpstream second,
        string secondProvider
    ) =>
        ApiServer.StartAsync(
            router =>
                router
                    .Role("writer", role => role.Prefer("first").FallBackTo("second"))
                    .Deployment("first", deployment => deployment.Price(input: 1, output: 10))
                    .Deployment("second", deployment => deployment.Price(input: 1, output: 10)),
            services =>
            {
                Add(services, "first", firstProvider, first);
                Add(services, "second", secondProvider, second);
            }
        );

    private static void Add(
        IServiceCollection services,
        string key,
        string provider,
        FieldUpstream upstream
    ) =>
        services.AddProviderChatClient(
            provider,
            "some-model",
            "sk-upstream",
            key,
            options =>
            {
                options.BaseUrl = new Uri("https://provider.test/v1/");
                options.HttpClient = new(upstream);
            }
        );
}
