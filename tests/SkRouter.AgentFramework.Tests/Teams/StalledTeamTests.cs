using SkRouter.Simulator.Scripting;

namespace SkRouter.AgentFramework.Tests.Teams;

/// <summary>Teams of every shape while the preferred provider falls silent in the middle of an answer.</summary>
public sealed class StalledTeamTests : SimulatedTeam, IAsyncLifetime
{
    // Every case waits for it once. A healthy answer must never take as long, or the provider has sent what nobody waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public static TheoryData<string, bool> Teams
    {
        get
        {
            var table = new TheoryData<string, bool>();
            foreach (
                var shape in new[]
                {
                    "sequential",
                    "concurrent",
                    "handoff",
                    "group chat",
                    "concurrent in sequential",
                    "sequential in handoff in sequential",
                }
            )
            {
                table.Add(shape, true);
                table.Add(shape, false);
            }

            return table;
        }
    }

    /// <summary>The first requests of a process take long for reasons of their own.</summary>
    public Task InitializeAsync() => AskHealthyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Teams))]
    public Task CreateTeam_ProviderFallsSilent_CompletesWithToolsOnceAndTheBooksOfTheProviders(
        string shape,
        bool streamed
    ) =>
        CompletesAsync(
            shape,
            new() { Requests = "2", Fault = Fault.StallFor(null, share: 0.5) },
            streamed,
            Patience
        );
}
