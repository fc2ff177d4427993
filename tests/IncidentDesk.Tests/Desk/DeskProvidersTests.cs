using System.Text.Json;
using IncidentDesk.Models;
using SkRouter.Connectors;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

namespace IncidentDesk.Tests.Desk;

/// <summary>The whole program with a key of each provider, in that provider's own protocol, against a simulator.</summary>
public sealed class DeskProvidersTests : IDisposable
{
    private const string Key = "sk-desk-0123456789";
    private static readonly ProviderList Listed = ProviderList.Load(Shipped("providers.json"));
    private readonly string _root = Directory.CreateTempSubdirectory("desk-providers-").FullName;

    public static TheoryData<string> Providers { get; } =
    [.. Listed.Providers.Select(provider => provider.Name)];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Run_OnlyThisProvidersKeyIsSet_CompletesOnItsModels(string provider)
    {
        var entry = Listed.Providers.Single(entry => entry.Name == provider);
        await using var simulator = await SimulatorServer.StartAsync(
            Renamed(ScriptFile.Load(Shipped("simulator.json")), entry)
        );

        var (code, lines) = await RunAsync(entry, simulator);

        code.ShouldBe(0, string.Join('\n', lines));
        using var json = JsonDocument.Parse(lines[^1]);
        json.RootElement.GetProperty("completed").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("simulated").GetBoolean().ShouldBeFalse();
        json.RootElement.GetProperty("costUsd").GetDecimal().ShouldBeGreaterThan(0);
        simulator.Models.SelectMany(model => model.Refusals).ShouldBeEmpty();
        simulator
            .Models.SelectMany(model => model.Requests)
            .ShouldAllBe(request =>
                request.ApiKeyFingerprint != null && request.Protocol == ProtocolOf(provider)
            );
        string.Join('\n', lines).ShouldNotContain(Key);
    }

    private static string ProtocolOf(string provider) =>
        provider switch
        {
            "anthropic" => "messages",
            "google" => "generateContent",
            _ => "chat.completions",
        };

    /// <summary>The simulator's script with the provider's models: of several tiers with one model, the first plays for all.</summary>
    private static SimulatorScript Renamed(SimulatorScript script, ProviderEntry entry) =>
        script with
        {
            Models =
            [
                .. script
                    .Models.Select(model =>
                        model with
                        {
                            Name = entry.Models[model.Name["sim-".Length..]].Id,
                            FirstTokenMs = 0,
                            TokensPerSecond = 0,
                        }
                    )
                    .GroupBy(model => model.Name)
                    .Select(models => models.First()),
            ],
        };

    private async Task<(int Code, string[] Lines)> RunAsync(
        ProviderEntry entry,
        SimulatorServer simulator
    )
    {
        var known = KnownProviders.Get(entry.Name);
        var environment = new DeskEnvironment(name =>
            name == known.KeyVariable ? Key
            : name == DeskEnvironment.AddressVariable(known) ? simulator.Endpoint.ToString()
            : null
        );
        using var output = new StringWriter();
        var code = await DeskCommand
            .Create(output, environment)
            .Parse(["--json", "--output", Path.Combine(_root, "out")])
            .InvokeAsync();
        return (code, output.ToString().TrimEnd().Split('\n'));
    }

    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
