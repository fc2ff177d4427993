using Microsoft.Extensions.DependencyInjection;
using SkRouter.Connectors;
using SkRouter.DependencyInjection;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Tests.ChatCompletions;

/// <summary>The API over connectors to a provider that keeps what it was sent.</summary>
internal static class RelayServer
{
    public const string Completions = "/v1/chat/completions";

    public static Task<ApiServer> StartAsync(
        RecordingUpstream upstream,
        string provider = "local",
        string model = "gpt-x",
        string? fallBackTo = null,
        Action<RouterBuilder>? configure = null
    ) =>
        ApiServer.StartAsync(
            router =>
            {
                router.Role(
                    "writer",
                    role =>
                    {
                        role.Prefer("first");
                        if (fallBackTo is not null)
                        {
                            role.FallBackTo("second");
                        }
                    }
                );
                foreach (var key in fallBackTo is null ? ["first"] : (string[])["first", "second"])
                {
                    router.Deployment(
                        key,
                        deployment =>
                            deployment.Price(input: 1, output: 10).Options.RetryDelay =
                                TimeSpan.Zero
                    );
                }

                configure?.Invoke(router);
            },
            services =>
            {
                Add(services, "first", model, provider, upstream);
                if (fallBackTo is not null)
                {
                    Add(services, "second", fallBackTo, provider, upstream);
                }
            }
        );

    public static async Task<string> AnswerAsync(ApiServer server, string body)
    {
        using var response = await server.PostAsync(Completions, body);
        var answer = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(answer);
        return answer;
    }

    private static void Add(
        IServiceCollection services,
        string key,
        string model,
        string provider,
        RecordingUpstream upstream
    ) =>
        services.AddProviderChatClient(
            provider,
            model,
            "sk-upstream",
            key,
            options =>
            {
                options.BaseUrl = new Uri("https://provider.test/v1/");
                options.HttpClient = new(new ProviderHttpHandler(upstream));
            }
        );

    public static void Filter(
        RouterBuilder router,
        Func<ModelInvocationContext, Func<ModelInvocationContext, Task>, Task> run
    ) => router.Services.AddSingleton<IModelInvocationFilter>(new DelegateFilter(run));
}
