using System.ClientModel;
using System.ClientModel.Primitives;
using IncidentDesk.Reporting;
using Microsoft.Extensions.AI;
using OpenAI;

namespace IncidentDesk.Models;

/// <summary>From what the machine offers to one model for each tier.</summary>
internal static class DeskModels
{
    private const string NoKey = "none";

    /// <summary>The models of real providers; empty if there is neither a key nor a local Ollama.</summary>
    public static async Task<IReadOnlyList<DeskModel>> FindAsync(
        ProviderList list,
        CancellationToken cancellation
    )
    {
        var usable = list.Providers.Where(static provider => KeyOf(provider) is not null).ToList();
        if (usable.Count == 0 && await LocalOllama.FindAsync(cancellation) is { } ollama)
        {
            usable.Add(ollama);
        }

        if (usable.Count == 0)
        {
            return [];
        }

        // A reserve at another provider survives what takes the first one down.
        var main = usable[0];
        var other = usable.Count > 1 ? usable[1] : main;
        return
        [
            .. new[] { Tiers.Fast, Tiers.Balanced, Tiers.Strong }.Select(tier =>
                Make(main, tier, main.Models[tier])
            ),
            Make(
                other,
                Tiers.Reserve,
                other == main ? main.Models[Tiers.Reserve] : other.Models[Tiers.Strong]
            ),
        ];
    }

    /// <summary>The same models, played by a simulator.</summary>
    public static IReadOnlyList<DeskModel> Simulated(ProviderList list, Uri endpoint)
    {
        var provider = list.Simulated with { Endpoint = endpoint };
        return [.. Tiers.All.Select(tier => Make(provider, tier, provider.Models[tier]))];
    }

    /// <summary>Lists the providers and says which of them can be used here.</summary>
    public static async Task DescribeAsync(
        ProviderList list,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        foreach (var provider in list.Providers)
        {
            var state = KeyOf(provider) is null
                ? $"set {provider.KeyVariable} to use it"
                : $"{provider.KeyVariable} is set";
            Describe(provider, state, output);
        }

        var ollama = await LocalOllama.FindAsync(cancellation);
        if (ollama is null)
        {
            output.WriteLine(
                $"ollama: nothing answers at {LocalOllama.Endpoint}, or it has no models"
            );
        }
        else
        {
            Describe(ollama, "running, used when no key is set", output);
        }

        Describe(list.Simulated, "used when there is nothing else, or with --simulate", output);
    }

    private static void Describe(ProviderEntry provider, string state, TextWriter output)
    {
        output.WriteLine($"{provider.Name}: {state}");
        foreach (var tier in Tiers.All)
        {
            var model = provider.Models[tier];
            output.WriteLine(
                $"  {tier, -9} {model.Id, -32} {Usd.PerMillion(model.Input)} in, {Usd.PerMillion(model.Output)} out"
            );
        }
    }

    private static string? KeyOf(ProviderEntry provider) =>
        provider.KeyVariable is { } variable
        && Environment.GetEnvironmentVariable(variable) is { } key
        && !string.IsNullOrWhiteSpace(key)
            ? key
            : null;

    private static Uri EndpointOf(ProviderEntry provider) =>
        provider.EndpointVariable is { } variable
        && Uri.TryCreate(
            Environment.GetEnvironmentVariable(variable),
            UriKind.Absolute,
            out var named
        )
            ? named
            : provider.Endpoint
                ?? throw new InvalidDataException(
                    $"providers.json names no endpoint for '{provider.Name}'."
                );

    private static DeskModel Make(ProviderEntry provider, string tier, ModelEntry model)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = EndpointOf(provider),
            // Retries are counted in one place, and that is the router.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        };
        var client = new OpenAIClient(new ApiKeyCredential(KeyOf(provider) ?? NoKey), options);
        return new(tier, provider.Name, model, client.GetChatClient(model.Id).AsIChatClient());
    }
}
