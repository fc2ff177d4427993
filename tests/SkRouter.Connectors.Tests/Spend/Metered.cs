using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.Connectors.Tests.Spend;

/// <summary>One call through the router, and what is on its record.</summary>
internal static class Metered
{
    public static async Task<DecisionRecord> AskAsync(
        string provider,
        string model,
        HttpMessageHandler? handler,
        bool streamed = false,
        Action<DeploymentBuilder>? configure = null,
        Uri? address = null,
        ChatOptions? options = null
    )
    {
        var builder = Kernel.CreateBuilder();
        builder.AddProviderChatClient(
            provider,
            model,
            Clients.Key,
            model,
            made =>
            {
                made.HttpClient = handler is null ? null : new HttpClient(handler);
                made.BaseUrl = address ?? new Uri("https://provider.test/v1/");
            }
        );
        builder.AddSkRouter(router =>
        {
            router.Options.MissingPrice = MissingPriceAction.Warn;
            router.Role("asker", role => role.Prefer(model));
            router.Deployment(model, deployment => configure?.Invoke(deployment));
        });
        var kernel = builder.Build();
        IChatClient client = kernel.Router().ForRole("asker");
        if (streamed)
        {
            await client.GetStreamingResponseAsync("Hi", options).ToChatResponseAsync();
        }
        else
        {
            await client.GetResponseAsync("Hi", options);
        }

        return (await kernel.RecordsAsync()).Single();
    }
}
