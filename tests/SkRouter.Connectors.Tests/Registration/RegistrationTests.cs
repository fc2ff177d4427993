using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace SkRouter.Connectors.Tests.Registration;

public sealed class RegistrationTests
{
    [Fact]
    public void AddDeepSeekChatClient_OnAKernelBuilder_IsKeyedByServiceId()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddDeepSeekChatClient("deepseek-chat", "sk-test-key", "deepseek");

        using var services = builder.Services.BuildServiceProvider();
        var metadata = services
            .GetRequiredKeyedService<IChatClient>("deepseek")
            .GetService<ChatClientMetadata>()!;

        metadata.ProviderName.ShouldBe("deepseek");
        metadata.DefaultModelId.ShouldBe("deepseek-chat");
        metadata.ProviderUri.ShouldBe(new Uri("https://api.deepseek.com/"));
    }

    [Fact]
    public void AddProviderChatClient_NoSuchProvider_NamesThoseThatExist()
    {
        var services = new ServiceCollection();

        Should
            .Throw<ArgumentException>(() => services.AddProviderChatClient("gopher", "m"))
            .Message.ShouldContain("anthropic");
    }

    [Fact]
    public void Resolve_KeyVariableIsNotSet_NamesTheVariable()
    {
        using var services = new ServiceCollection()
            .AddGroqChatClient("llama", "env:SKROUTER_NO_SUCH_KEY", "groq")
            .BuildServiceProvider();

        Should
            .Throw<InvalidOperationException>(() =>
                services.GetRequiredKeyedService<IChatClient>("groq")
            )
            .Message.ShouldContain("SKROUTER_NO_SUCH_KEY");
    }

    [Theory]
    [InlineData(null, "CRUSOE_API_KEY")]
    [InlineData("env:A_KEY_OF_TEAM_B", "A_KEY_OF_TEAM_B")]
    public async Task Resolve_KeyIsInUserSecrets_IsUsed(string? apiKey, string name)
    {
        // User secrets are a source of the app's configuration, under the name that was given to them.
        var secrets = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(name, (string?)Clients.Key)])
            .Build();
        var handler = new ScriptedHandler(Answers.Text("crusoe"));
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(secrets)
            .AddProviderChatClient(
                "crusoe",
                "m",
                apiKey,
                "c",
                options =>
                {
                    options.BaseUrl = new Uri("https://provider.test/v1/");
                    options.HttpClient = new HttpClient(handler);
                }
            )
            .BuildServiceProvider();

        await services.GetRequiredKeyedService<IChatClient>("c").GetResponseAsync("Hi");

        handler.Request!.Headers.Authorization!.Parameter.ShouldBe(Clients.Key);
    }

    [Fact]
    public void AddOpenAICompatibleChatClient_WithoutAKey_NeedsNone()
    {
        using var services = new ServiceCollection()
            .AddOpenAICompatibleChatClient(
                "m",
                new Uri("http://localhost:1/v1"),
                serviceId: "local"
            )
            .BuildServiceProvider();

        services
            .GetRequiredKeyedService<IChatClient>("local")
            .GetService<ChatClientMetadata>()!
            .ProviderUri.ShouldBe(new Uri("http://localhost:1/v1/"));
    }
}
