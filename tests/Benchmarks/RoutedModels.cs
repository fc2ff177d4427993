using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Classification;
using SkRouter.DependencyInjection;
using SkRouter.Routing;

namespace SkRouter.Benchmarks;

/// <summary>A router over two models, as an app would have it, with no classification to pay for.</summary>
internal static class RoutedModels
{
    public static IChatCompletionService Over(
        IChatCompletionService first,
        IChatCompletionService second
    )
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<ITaskClassifier, FixedClassifier>();
        builder.Services.AddKeyedSingleton("first", first);
        builder.Services.AddKeyedSingleton("second", second);
        builder.AddSkRouter(router =>
            router
                .Deployment("first", AsIs)
                .Deployment("second", AsIs)
                .Role("worker", role => role.Prefer("first").FallBackTo("second"))
        );
        return builder.Build().GetRequiredService<IChatCompletionService>("worker");
    }

    /// <summary>A kernel as an agent has it: its calls belong to a run.</summary>
    public static Kernel KernelOfARun()
    {
        var kernel = new Kernel();
        kernel.Data[CarrierKeys.Run] = "benchmark";
        return kernel;
    }

    /// <summary>No retry and no circuit: every call is to meet the same candidates in the same state.</summary>
    private static void AsIs(DeploymentBuilder deployment)
    {
        deployment.Price(input: 1, output: 2);
        deployment.Options.Retries = 0;
        deployment.Options.Circuit.MinimumCalls = int.MaxValue;
    }
}
