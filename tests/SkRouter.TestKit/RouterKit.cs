using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.TestKit;

/// <summary>Kernels with a router over scripted models, in a line.</summary>
public static class RouterKit
{
    public static Kernel Kernel(
        Action<RouterBuilder> configure,
        params (string Key, object Model)[] models
    )
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        foreach (var (key, model) in models)
        {
            builder.Services.AddModel(key, model);
        }

        builder.AddSkRouter(router =>
        {
            foreach (var (key, _) in models)
            {
                // Scripted models always say why they end, so an end without a reason is a stream that broke off.
                router.Deployment(
                    key,
                    deployment =>
                        deployment.Price(input: 1, output: 10).Options.RequiresFinishReason = true
                );
            }

            configure(router);
        });
        return builder.Build();
    }

    public static ModelRouter Router(this Kernel kernel) =>
        kernel.GetRequiredService<ModelRouter>();

    /// <summary>The records on the books, oldest first.</summary>
    public static async Task<IReadOnlyList<DecisionRecord>> RecordsAsync(this Kernel kernel)
    {
        var newestFirst = await kernel.Router().Ledger.RecentAsync(count: int.MaxValue);
        return [.. newestFirst.Reverse()];
    }

    public static IServiceCollection AddModel(
        this IServiceCollection services,
        string? key,
        object model
    ) =>
        model is IChatClient client
            ? services.AddKeyedSingleton<IChatClient>(key, client)
            : services.AddKeyedSingleton<IChatCompletionService>(
                key,
                (IChatCompletionService)model
            );
}
