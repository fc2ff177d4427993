using Microsoft.Extensions.AI;
using SkRouter.Resilience;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Connectors.Tests.Pairs;

/// <summary>Errors that come after the answer had begun well: in the middle of a stream, or under status 200.</summary>
public sealed class LateErrorsTests(PairSimulator simulator) : IClassFixture<PairSimulator>
{
    public static TheoryData<string, bool> Everyone
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var pair in Pair.All)
            {
                rows.Add(pair.ToString(), false);
                rows.Add(pair.ToString(), true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public async Task Ask_ProviderGivesUpHalfway_IsAnErrorOfThatProviderAndNoShortAnswer(
        string name,
        bool streamed
    )
    {
        var pair = Pair.Of(name);
        using var client = simulator.Client(pair);
        simulator.Server.Model(pair.Model).FailNext(new(FaultKind.ErrorEvent) { Status = 503 });

        var error = await Should.ThrowAsync<ProviderException>(() =>
            streamed
                ? client.GetStreamingResponseAsync("The weather?").ToChatResponseAsync()
                : client.GetResponseAsync("The weather?")
        );

        error.Provider.ShouldBe(pair.Provider);
        error.MidStream.ShouldBe(streamed);
        ((int?)error.StatusCode).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(500);
        ErrorTaxonomy
            .Read(error, CancellationToken.None)
            .Kind.ShouldBeOneOf(
                FailureKind.ServerError,
                FailureKind.Overloaded,
                FailureKind.Interrupted
            );
    }
}
