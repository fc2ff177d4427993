using SkRouter.Connectors;

namespace IncidentDesk.Models;

/// <summary>From what the machine offers to one model for each tier, and one more for every other provider.</summary>
internal sealed class DeskModels(ProviderList list, DeskEnvironment environment)
{
    private static readonly string[] Working = [Tiers.Fast, Tiers.Balanced, Tiers.Strong];

    /// <summary>The models of real providers; empty if there is neither a key nor a local Ollama.</summary>
    public async Task<IReadOnlyList<DeskModel>> FindAsync(CancellationToken cancellation)
    {
        var usable = list
            .Providers.Where(entry => environment.HasKey(KnownProviders.Get(entry.Name)))
            .ToList();
        if (
            usable.Count == 0
            && await LocalOllama.FindAsync(environment.Ollama, cancellation) is { } ollama
        )
        {
            usable.Add(ollama);
        }

        if (usable.Count == 0)
        {
            return [];
        }

        // A reserve at another provider survives what takes the first one down; so does every further one.
        var main = usable[0];
        return
        [
            .. Working.Select(tier => Make(main, tier, main.Models[tier])),
            usable.Count > 1
                ? Make(usable[1], Tiers.Reserve, usable[1].Models[Tiers.Strong])
                : Make(main, Tiers.Reserve, main.Models[Tiers.Reserve]),
            .. usable.Skip(2).Select(entry => Make(entry, entry.Name, entry.Models[Tiers.Strong])),
        ];
    }

    /// <summary>The same models, played by a simulator.</summary>
    public IReadOnlyList<DeskModel> Simulated(Uri endpoint) =>
        [
            .. Tiers.All.Select(tier => new DeskModel(
                tier,
                list.Simulated.Name,
                list.Simulated.Models[tier],
                KnownProviders.Get("local"),
                options => options.BaseUrl = endpoint
            )),
        ];

    private DeskModel Make(ProviderEntry entry, string tier, ModelEntry model)
    {
        var known = KnownProviders.Get(entry.Name);
        return new(
            tier,
            entry.Name,
            model,
            known,
            options =>
            {
                options.ApiKey = environment.KeyOf(known);
                options.BaseUrl = environment.AddressOf(known) ?? entry.Endpoint;
            }
        );
    }
}
