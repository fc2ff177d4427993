using IncidentDesk.Reporting;
using SkRouter.Connectors;

namespace IncidentDesk.Models;

/// <summary>What <c>--providers</c> prints: every provider, whether its key is here, and which models it would play.</summary>
internal sealed class ProviderReport(
    ProviderList list,
    DeskEnvironment environment,
    TextWriter output
)
{
    public async Task WriteAsync(CancellationToken cancellation)
    {
        foreach (var entry in list.Providers)
        {
            var known = KnownProviders.Get(entry.Name);
            Write(
                entry,
                environment.HasKey(known) ? Used(known) : $"set {known.KeyVariable} to use it"
            );
        }

        WriteUnlisted();
        var ollama = await LocalOllama.FindAsync(environment.Ollama, cancellation);
        if (ollama is null)
        {
            output.WriteLine(
                $"ollama: nothing answers at {environment.Ollama}, or it has no models"
            );
        }
        else
        {
            Write(ollama, "running, used when no key is set");
        }

        Write(list.Simulated, "used when there is nothing else, or with --simulate");
    }

    private string Used(KnownProvider known) =>
        environment.AddressOf(known) is { } address
            ? $"{known.KeyVariable} is set, at {address}"
            : $"{known.KeyVariable} is set";

    /// <summary>Providers whose models are one's own: only their owner can say which are fast and which are strong.</summary>
    private void WriteUnlisted()
    {
        var listed = list
            .Providers.Select(static entry => KnownProviders.Get(entry.Name).KeyVariable)
            .ToHashSet(StringComparer.Ordinal);
        foreach (
            var known in KnownProviders.All.Where(known =>
                known.KeyVariable is { } variable && listed.Add(variable)
            )
        )
        {
            var state = environment.HasKey(known) ? "is set" : "is not set";
            output.WriteLine(
                $"{known.Name}: {known.KeyVariable} {state}; its models are your own, so add them to providers.json to use it (address: {DeskEnvironment.AddressVariable(known)})"
            );
        }
    }

    private void Write(ProviderEntry provider, string state)
    {
        output.WriteLine($"{provider.Name}: {state}");
        foreach (var tier in Tiers.All)
        {
            var model = provider.Models[tier];
            output.WriteLine(
                $"  {tier, -9} {model.Id, -48} {Usd.PerMillion(model.Input)} in, {Usd.PerMillion(model.Output)} out"
            );
        }
    }
}
