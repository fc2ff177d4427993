using SkRouter.Simulator.Scripting;

namespace SkRouter.AgentFramework.Tests.Teams;

/// <summary>Teams of every shape while the preferred provider refuses, breaks off or calls tools wrongly.</summary>
public sealed class SimulatedTeamTests : SimulatedTeam
{
    private static readonly Dictionary<string, FaultRule> Faults = new()
    {
        ["429"] = new() { Requests = "every 2", Fault = Fault.WithStatus(429) },
        ["503"] = new() { Requests = "every 2", Fault = Fault.WithStatus(503) },
        ["reset"] = new() { Requests = "every 2", Fault = new(FaultKind.Reset) },
        ["cut"] = new() { Requests = "every 2", Fault = Fault.CutAfter(0.5) },
        ["bad tool arguments"] = new() { Requests = "1", Fault = new(FaultKind.BadToolArguments) },
    };

    public static TheoryData<string, string, bool> Teams
    {
        get
        {
            var table = new TheoryData<string, string, bool>();
            foreach (var shape in ShapeNames)
            {
                foreach (var fault in Faults.Keys)
                {
                    table.Add(shape, fault, true);
                    table.Add(shape, fault, false);
                }
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public Task CreateTeam_ProviderFails_CompletesWithToolsOnceAndTheBooksOfTheProviders(
        string shape,
        string fault,
        bool streamed
    ) => CompletesAsync(shape, Faults[fault], streamed);

    public static TheoryData<string, bool> Healthy
    {
        get
        {
            var table = new TheoryData<string, bool>();
            foreach (var shape in ShapeNames)
            {
                table.Add(shape, true);
                table.Add(shape, false);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Healthy))]
    public Task CreateTeam_AskedAgainInASession_ProviderTakesTheConversation(
        string shape,
        bool streamed
    ) => AnswersAgainAsync(shape, streamed);
}
