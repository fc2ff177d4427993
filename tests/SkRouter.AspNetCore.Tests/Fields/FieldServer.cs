using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;
using SkRouter.Connectors;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>The API over one deployment of one kind.</summary>
internal sealed class FieldServer(ApiServer api, FieldUpstream upstream) : IAsyncDisposable
{
    /// <summary>The kinds of deployments: connectors by protocol, and two that are not SkRouter's.</summary>
    public static readonly string[] Kinds =
    [
        "chat-completions",
        "responses",
        "messages",
        "generate-content",
        "semantic-kernel",
        "chat-client",
    ];

    /// <summary>The kinds that are connectors of SkRouter.</summary>
    public static readonly string[] Connectors = Kinds[..4];

    public ApiServer Api => api;

    public FieldUpstream Upstream => upstream;

    public ValueTask DisposeAsync() => api.DisposeAsync();

    /// <summary>Gets the names of what the deployment was not sent, as a record has them.</summary>
    public static IReadOnlyList<string> LeftOut(DecisionRecord record)
    {
        const string start = "first does not have ";
        const string end = ": left out";
        return
            record.Notes.FirstOrDefault(note => note.StartsWith(start, StringComparison.Ordinal))
                is { } note
            ? note[start.Length..^end.Length].Split(", ")
            : [];
    }

    public static async Task<FieldServer> StartAsync(string kind, bool refuses = false)
    {
        var upstream = new FieldUpstream();
        var api = await ApiServer.StartAsync(
            router =>
                router
                    .Role("writer", role => role.Prefer("first"))
                    .Deployment("first", deployment => deployment.Price(input: 1, output: 10)),
            services => Add(services, kind, upstream, refuses)
        );
        return new(api, upstream);
    }

    private static void Add(
        IServiceCollection services,
        string kind,
        FieldUpstream upstream,
        bool refuses
    )
    {
        switch (kind)
        {
            case "semantic-kernel":
                services.AddKeyedSingleton<IChatCompletionService>(
                    "first",
                    new OpenAIChatCompletionService("gpt-5.1", OpenAI(upstream))
                );
                break;
            case "chat-client":
                services.AddKeyedSingleton<IChatClient>(
                    "first",
                    OpenAI(upstream).GetChatClient("gpt-5.1").AsIChatClient()
                );
                break;
            default:
                var (provider, model) = ModelOf(kind);
                services.AddProviderChatClient(
                    provider,
                    model,
                    "sk-upstream",
                    "first",
                    options =>
                    {
                        options.BaseUrl = new Uri("https://provider.test/v1/");
                        options.HttpClient = new(upstream);
                        options.PromptCaching = false;
                        options.UnsupportedParameters = refuses
                            ? UnsupportedParameters.Refuse
                            : UnsupportedParameters.Drop;
                    }
                );
                break;
        }
    }

    private static (string Provider, string Model) ModelOf(string kind) =>
        kind switch
        {
            "chat-completions" => ("openai", "gpt-5.1"),
            "responses" => ("openai-responses", "gpt-5.1"),
            "messages" => ("anthropic", "claude-sonnet-4-5"),
            _ => ("google", "gemini-2.5-flash"),
        };

    private static OpenAIClient OpenAI(FieldUpstream upstream) =>
        new(
            new ApiKeyCredential("sk-upstream"),
            new OpenAIClientOptions
            {
                Endpoint = new Uri("https://provider.test/v1/"),
                Transport = new HttpClientPipelineTransport(new HttpClient(upstream)),
                RetryPolicy = new ClientRetryPolicy(0),
            }
        );
}
