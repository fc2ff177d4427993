using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
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
        Uri? address = null
    )
    {
        var builder = Kernel.CreateBuilder();
        builder.AddProviderChatClient(
            provider,
            model,
            Clients.Key,
            model,
            options =>
            {
                options.HttpClient = handler is null ? null : new HttpClient(handler);
                options.BaseUrl = address ?? new Uri("https://provider.test/v1/");
            }
        );
        builder.AddSkRouter(router =>
        {
            router.Options.MissingPrice = MissingPriceAction.Warn;
            router.Role("asker", role => role.Prefer(model));
            router.Deployment(model, deployment => configure?.Invoke(deployment));
        });
        var kernel = builder.Build();
        var service = kernel.GetRequiredService<IChatCompletionService>("asker");
        if (streamed)
        {
            await foreach (
                var _ in service.GetStreamingChatMessageContentsAsync("Hi", kernel: kernel)
            ) { }
        }
        else
        {
            await service.GetChatMessageContentAsync("Hi", kernel: kernel);
        }

        return (await kernel.RecordsAsync()).Single();
    }
}
