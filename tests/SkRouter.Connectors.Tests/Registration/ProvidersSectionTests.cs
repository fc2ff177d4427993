using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SkRouter.Connectors.Tests.Registration;

public sealed class ProvidersSectionTests
{
    [Fact]
    public void AddSkRouterProviders_SeveralKeys_RegistersEachModelOncePerKey()
    {
        var services = new ServiceCollection();

        var registered = services.AddSkRouterProviders(
            Section(
                ("anthropic:ApiKeys:0", "sk-first-key"),
                ("anthropic:ApiKeys:1", "sk-second-key"),
                ("anthropic:Models:0", "claude-sonnet-4-5"),
                ("team:Provider", "openrouter"),
                ("team:ApiKey", "sk-third-key"),
                ("team:Models:0", "openai/gpt-5")
            )
        );

        registered
            .Select(deployment => deployment.ServiceId)
            .ShouldBe([
                "anthropic/claude-sonnet-4-5",
                "anthropic/claude-sonnet-4-5#2",
                "team/openai/gpt-5",
            ]);
        using var provider = services.BuildServiceProvider();
        foreach (var deployment in registered)
        {
            provider
                .GetRequiredKeyedService<IChatClient>(deployment.ServiceId)
                .GetService<ChatClientMetadata>()!
                .DefaultModelId.ShouldBe(deployment.ModelId);
        }
    }

    [Fact]
    public void AddSkRouterProviders_SeveralFaults_ReportsAllAndRegistersNothing()
    {
        var services = new ServiceCollection();

        var error = Should.Throw<InvalidOperationException>(() =>
            services.AddSkRouterProviders(
                Section(
                    ("groq:ApiKey", "sk-first-key"),
                    ("gopher:Models:0", "m"),
                    ("litellm:Models:0", "m"),
                    ("mistral:Model", "typo"),
                    ("openai:Models:0", "gpt-5"),
                    ("openai:Models:1", "gpt-5")
                )
            )
        );

        foreach (var place in new[] { "groq", "gopher", "litellm", "mistral", "openai" })
        {
            error.Message.ShouldContain($"Providers:{place}");
        }
        services.ShouldBeEmpty();
    }

    [Fact]
    public void AddSkRouterProviders_EmbeddingModels_RegistersThemByTheirNames()
    {
        var services = new ServiceCollection();

        var deployments = services.AddSkRouterProviders(
            Section(
                ("openai:ApiKeys:0", "sk-first-key"),
                ("openai:ApiKeys:1", "sk-second-key"),
                ("openai:EmbeddingModels:0", "text-embedding-3-small")
            )
        );

        deployments.ShouldBeEmpty();
        using var provider = services.BuildServiceProvider();
        var generator = provider.GetRequiredKeyedService<
            IEmbeddingGenerator<string, Embedding<float>>
        >("openai/text-embedding-3-small");
        generator
            .GetService<EmbeddingGeneratorMetadata>()!
            .DefaultModelId.ShouldBe("text-embedding-3-small");
    }

    [Fact]
    public void AddSkRouterProviders_EmbeddingModelsOfAProviderWithout_SaysSo() =>
        Should
            .Throw<InvalidOperationException>(() =>
                new ServiceCollection().AddSkRouterProviders(
                    Section(("anthropic:Models:0", "m"), ("anthropic:EmbeddingModels:0", "e"))
                )
            )
            .Message.ShouldContain("has no embeddings");

    private static IConfigurationSection Section(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                values.Select(pair =>
                    KeyValuePair.Create<string, string?>(
                        $"SkRouter:Providers:{pair.Key}",
                        pair.Value
                    )
                )
            )
            .Build()
            .GetSection("SkRouter:Providers");
}
