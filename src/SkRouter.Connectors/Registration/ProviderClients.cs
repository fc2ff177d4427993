using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using SkRouter.Connectors.Anthropic;
using SkRouter.Connectors.ChatCompletions;
using SkRouter.Connectors.Embeddings;
using SkRouter.Connectors.Google;
using SkRouter.Connectors.Relay;
using SkRouter.Connectors.Responses;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Conversion;

namespace SkRouter.Connectors.Registration;

/// <summary>Makes what talks to a model of a provider.</summary>
internal sealed class ProviderClients(
    ProviderConnections connections,
    TimeProvider time,
    IConfiguration? configuration = null
)
{
    public IChatClient Create(KnownProvider provider, string modelId, ProviderOptions options)
    {
        var endpoint = Endpoint(provider, modelId, options);
        var client = new WireChatClient(
            provider.Protocol switch
            {
                WireProtocolKind.ChatCompletions => new ChatCompletionsProtocol(provider, options),
                WireProtocolKind.Messages => new AnthropicProtocol(provider, options),
                WireProtocolKind.GenerateContent => new GeminiProtocol(provider, options),
                _ => new ResponsesProtocol(provider, options),
            },
            endpoint,
            modelId,
            provider.Speaker with
            {
                Credential = endpoint.Credential,
            },
            provider.Protocol is WireProtocolKind.ChatCompletions
                ? new ChatRelay(
                    provider.Dialect,
                    options,
                    modelId,
                    ModelRules.Of(provider, modelId)
                )
                : null
        );
        return new StructuredOutputClient(
            new ToolNameClient(
                client,
                model => ModelRules.Of(provider, model ?? modelId).TakesToolName
            ),
            provider.Name,
            model => options.StructuredOutput ?? BestWay(provider, model ?? modelId)
        );
    }

    public IEmbeddingGenerator<string, Embedding<float>> CreateEmbeddings(
        KnownProvider provider,
        string modelId,
        ProviderOptions options
    ) => new WireEmbeddings(Endpoint(provider, modelId, options), modelId);

    private ProviderEndpoint Endpoint(
        KnownProvider provider,
        string modelId,
        ProviderOptions options
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        var key = options.TokenProvider is null
            ? ApiKey.Resolve(provider.Name, options.ApiKey, provider.KeyVariable, configuration)
            : null;
        var address =
            options.BaseUrl
            ?? provider.BaseUrl
            ?? throw new InvalidOperationException(
                $"The provider '{provider.Name}' has no public address: set BaseUrl."
            );
        return new(
            provider,
            options,
            key,
            options.HttpClient ?? connections.ClientFor(address),
            time
        );
    }

    private static StructuredOutput BestWay(KnownProvider provider, string model) =>
        provider.Protocol switch
        {
            WireProtocolKind.ChatCompletions => provider.Dialect.StructuredOutput,
            WireProtocolKind.Messages when !AnthropicModel.HasSchemas(model) =>
                StructuredOutput.Tool,
            _ => StructuredOutput.Native,
        };
}
