using Microsoft.Extensions.AI;

namespace SkRouter.Catalog;

/// <summary>
/// Whether an answer of a deployment that does not say why it ended is one that broke off. It is where the service always says so: SkRouter's own
/// connectors, those of Semantic Kernel and of the SDKs that are known to, and every other service once it has said so. A service that never says it
/// is a valid one, and its answer is whole when the call has completed.
/// </summary>
internal sealed class FinishReasonRule(Deployment deployment)
{
    /// <summary>What clients call themselves that pass finish reasons on.</summary>
    private static readonly string[] Providers =
    [
        "openai",
        "azure.ai.openai",
        "azure.ai.inference",
        "anthropic",
        "ollama",
    ];

    private static readonly string[] Connectors =
    [
        "Microsoft.SemanticKernel.Connectors.OpenAI.",
        "Microsoft.SemanticKernel.Connectors.AzureOpenAI.",
    ];

    private readonly bool _known = IsKnown(deployment);
    private volatile bool _said;

    public bool Applies => deployment.Options.RequiresFinishReason ?? (_said || _known);

    /// <summary>Takes note of an answer that said why it ended.</summary>
    public void Said()
    {
        if (!_said)
        {
            _said = true;
        }
    }

    private static bool IsKnown(Deployment deployment)
    {
        if (deployment.ChatCompletion is { } service)
        {
            var type = service.GetType().FullName ?? "";
            return Array.Exists(
                Connectors,
                connector => type.StartsWith(connector, StringComparison.Ordinal)
            );
        }

        return deployment.Speaker is not null
            || Array.Exists(
                Providers,
                provider =>
                    string.Equals(
                        provider,
                        deployment.ChatClient?.GetService<ChatClientMetadata>()?.ProviderName,
                        StringComparison.OrdinalIgnoreCase
                    )
            );
    }
}
