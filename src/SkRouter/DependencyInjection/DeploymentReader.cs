using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using SkRouter.Catalog;
using SkRouter.Catalog.Facts;
using SkRouter.Resilience;

namespace SkRouter.DependencyInjection;

/// <summary>From registered chat services and options to deployments.</summary>
internal sealed class DeploymentReader(
    SkRouterOptions options,
    IServiceProvider services,
    TimeProvider time,
    List<string> faults
)
{
    private const string UnnamedModel = "default";

    private readonly List<(string Key, string Why)> _failed = [];

    /// <summary>Keys of services that could not be created: what names them is no fault of its own.</summary>
    public IReadOnlySet<string> Failed =>
        _failed.Select(failed => failed.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Deployment> Read(IReadOnlyList<ServiceRegistration> registrations)
    {
        var deployments = ReadEach(registrations);
        // One cause, such as a missing key, may keep many services from being created: it is said once.
        foreach (var cause in _failed.GroupBy(failed => failed.Why, StringComparer.Ordinal))
        {
            List<string> keys = [.. cause.Select(failed => $"'{failed.Key}'")];
            faults.Add(
                keys.Count == 1
                    ? $"the chat service {keys[0]} cannot be created: {cause.Key}"
                    : $"the chat services {string.Join(", ", keys)} cannot be created: {cause.Key}"
            );
        }

        return deployments;
    }

    private IReadOnlyList<Deployment> ReadEach(IReadOnlyList<ServiceRegistration> registrations)
    {
        var deployments = new Dictionary<string, Deployment>(StringComparer.OrdinalIgnoreCase);
        foreach (var registration in registrations)
        {
            if (Resolve(registration) is not { } service)
            {
                continue;
            }

            var stated = StatedModel(service);
            var key = registration.Key?.ToString() ?? Unique(stated ?? UnnamedModel, deployments);

            // Semantic Kernel asks for a chat completion service first, so of two services with one key that one counts.
            if (
                deployments.TryGetValue(key, out var known)
                && (known.ChatCompletion is not null || registration.IsChatClient)
            )
            {
                continue;
            }

            deployments[key] = Make(key, stated, service);
        }

        return [.. deployments.Values];
    }

    private object? Resolve(ServiceRegistration registration)
    {
        try
        {
            return registration.Resolve(services);
        }
        catch (Exception exception)
        {
            _failed.Add(
                (
                    registration.Key?.ToString() ?? "without a key",
                    ProviderErrorText.Clean(exception.Message)
                )
            );
            return null;
        }
    }

    private Deployment Make(string key, string? stated, object service)
    {
        var own = options.Deployments.TryGetValue(key, out var configured) ? configured : new();
        var health = new DeploymentHealth(own, time);
        var client = service as IChatClient;
        var metadata = client?.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        var provider = own.Provider ?? metadata?.ProviderName;
        var model = own.Model ?? stated ?? key;
        var facts = Facts(provider, model);
        var prefix = Prefix(own, provider ?? facts?.Provider, model, facts);
        return new(key, model, own)
        {
            Provider = provider ?? facts?.Provider,
            Price = Price(own.Price) ?? facts?.Price,
            ContextWindow = own.ContextWindow ?? facts?.ContextWindow,
            Capabilities = Capabilities(own, facts, prefix),
            Prefix = prefix,
            Reasoning = Reasoning(own.Capabilities, model, facts),
            ChatCompletion = service as IChatCompletionService,
            ChatClient = client,
            RunsToolsItself = client?.GetService(typeof(FunctionInvokingChatClient)) is not null,
            Health = health,
            // Values out of range are reported with everything else; Polly would stop at the first.
            Pipeline = new(OptionsCheck.IsInRange(own) ? own : new(), health, time),
        };
    }

    /// <summary>Who names a provider that the catalogue does not know (a machine of their own, say) does not want another's price.</summary>
    private static ModelFacts? Facts(string? provider, string model)
    {
        var catalogue = ModelCatalog.Default;
        return provider is null || catalogue.FindProvider(provider) is not null
            ? catalogue.Find(provider, model)
            : null;
    }

    private static PrefixSupport? Prefix(
        DeploymentOptions own,
        string? provider,
        string model,
        ModelFacts? facts
    )
    {
        var traits = ModelTraits.Default;
        var known =
            traits.Prefix(provider, model)
            ?? (facts is null ? null : traits.Prefix(provider, facts.Id));
        var stated =
            own.TakesPrefix ?? own.Capabilities?.HasFlag(ModelCapabilities.PrefixContinuation);
        return stated switch
        {
            null => known,
            true => (known ?? PrefixSupport.Plain) with { WhileReasoning = true },
            false => null,
        };
    }

    private static ModelCapabilities? Capabilities(
        DeploymentOptions own,
        ModelFacts? facts,
        PrefixSupport? prefix
    )
    {
        const ModelCapabilities Prefix = ModelCapabilities.PrefixContinuation;
        return (own.Capabilities ?? facts?.Capabilities) is not { } known ? null
            : prefix is null ? known & ~Prefix
            : known | Prefix;
    }

    /// <summary>What was stated takes precedence over what is known of the model's name.</summary>
    private static ModelReasoning Reasoning(
        ModelCapabilities? stated,
        string model,
        ModelFacts? facts
    )
    {
        if (stated?.HasFlag(ModelCapabilities.Reasoning) == false)
        {
            return ModelReasoning.Never;
        }

        var known = ModelTraits.Default.Reasoning(model);
        if (known is ModelReasoning.Unknown && facts is not null)
        {
            known = ModelTraits.Default.Reasoning(facts.Id);
        }

        return stated is not null && known is ModelReasoning.Unknown or ModelReasoning.Never
            ? ModelReasoning.ByDefault
            : known;
    }

    private static ModelPrice? Price(PriceOptions? price) =>
        price is null
            ? null
            : new()
            {
                Input = price.Input,
                Output = price.Output,
                CacheRead = price.CacheRead ?? price.Input,
                CacheWrite = price.CacheWrite ?? price.Input,
                PerRequest = price.PerRequest,
                Version = "options",
            };

    private static string? StatedModel(object service) =>
        service switch
        {
            IChatCompletionService completion => completion.GetModelId(),
            IChatClient client => (
                client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata
            )?.DefaultModelId,
            _ => null,
        };

    private static string Unique(string name, Dictionary<string, Deployment> taken)
    {
        var unique = name;
        for (var i = 2; taken.ContainsKey(unique); i++)
        {
            unique = FormattableString.Invariant($"{name}#{i}");
        }

        return unique;
    }
}
