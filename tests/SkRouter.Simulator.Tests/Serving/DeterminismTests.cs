using Microsoft.Extensions.Time.Testing;
using SkRouter.Simulator.Scripting;
using SkRouter.Simulator.Tests.Clients;

namespace SkRouter.Simulator.Tests.Serving;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SameSeed_SameConversation_IsTheSameByteForByte(bool streamed)
    {
        var one = await RunAsync(7, streamed);
        var two = await RunAsync(7, streamed);
        var other = await RunAsync(8, streamed);

        two.ShouldBe(one);
        other.ShouldNotBe(one);
    }

    [Fact]
    public async Task Probability_OfASeed_FailsTheSameRequests()
    {
        var one = await FailuresAsync(3);
        var two = await FailuresAsync(3);

        two.ShouldBe(one);
        one.Count(status => status == 500).ShouldBeInRange(8, 32);
    }

    private static async Task<string> RunAsync(int seed, bool streamed)
    {
        await using var simulator = await SimulatorServer.StartAsync(
            s => s.Model("gpt", m => m.Answer(Answer.Call("go"), Answer.Say("done {{request}}"))),
            new() { Seed = seed, TimeProvider = new FakeTimeProvider() }
        );
        return await simulator.PostAsync(Kernels.Body(stream: streamed))
            + await simulator.PostAsync(Kernels.Body(stream: streamed));
    }

    private static async Task<List<int?>> FailuresAsync(int seed)
    {
        await using var simulator = await SimulatorServer.StartAsync(
            s =>
                s.Model(
                    "gpt",
                    m => m.Fault(new FaultRule { Probability = 0.5, Fault = Fault.WithStatus(500) })
                ),
            new() { Seed = seed }
        );
        for (var i = 0; i < 40; i++)
        {
            await simulator.PostAsync(Kernels.Body());
        }

        return [.. simulator.Model("gpt").Requests.Select(request => request.Status)];
    }
}
