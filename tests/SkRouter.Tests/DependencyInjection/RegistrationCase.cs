using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.DependencyInjection;

/// <summary>Two models and a router, registered in one of the ways that an app may choose. The role 'writer' is beta's; alpha must never be asked.</summary>
internal sealed class RegistrationCase
{
    public ScriptedModel Alpha { get; } = new(ScriptedStep.Answer("alpha speaks"));

    public ScriptedModel Beta { get; } = new(ScriptedStep.Answer("beta speaks"));

    public Kernel Build(string builder, string place, bool keyed, string kind)
    {
        if (builder == "CreateBuilder")
        {
            var kernelBuilder = Kernel.CreateBuilder();
            Register(kernelBuilder.Services, place, keyed, kind);
            return kernelBuilder.Build();
        }

        var services = new ServiceCollection();
        services.AddKernel();
        Register(services, place, keyed, kind);
        var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true }
        );
        return provider.CreateScope().ServiceProvider.GetRequiredService<Kernel>();
    }

    public void Register(IServiceCollection services, string place, bool keyed, string kind)
    {
        Action[] steps =
        [
            () => AddModel(services, "alpha", Alpha, keyed, kind),
            () => AddModel(services, "beta", Beta, keyed, kind),
        ];
        var at =
            place == "first" ? 0
            : place == "between" ? 1
            : 2;
        for (var i = 0; i <= steps.Length; i++)
        {
            if (i == at)
            {
                services.AddSkRouter(Configure);
            }

            if (i < steps.Length)
            {
                steps[i]();
            }
        }
    }

    private static void Configure(RouterBuilder router) =>
        router
            .Role("writer", role => role.Prefer("beta"))
            .Role("other", role => role.Prefer("alpha"))
            .DefaultRole("writer")
            .Deployment("alpha", deployment => deployment.Price(1, 10))
            .Deployment("beta", deployment => deployment.Price(1, 10));

    private static void AddModel(
        IServiceCollection services,
        string name,
        ScriptedModel model,
        bool keyed,
        string kind
    )
    {
        // What Semantic Kernel's own connectors do: without a service id they are registered without a key, and say their model.
        object service =
            kind == "service"
                ? new ScriptedChatService(model)
                {
                    Attributes = new Dictionary<string, object?> { ["ModelId"] = name },
                }
                : new ScriptedChatClient(model) { ModelId = name };
        services.AddModel(keyed ? name : null, service);
    }
}
