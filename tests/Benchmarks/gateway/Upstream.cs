using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Benchmarks.Gateway;

/// <summary>
/// The provider. A client that asks it directly, or through a server that only forwards, names the same thing as a client of SkRouter does, so each
/// target is a model here and a role there.
/// </summary>
internal static class Upstream
{
    public const string Plain = "assistant";
    public const string Late = "late";
    public const string Steady = "steady";
    public const string Shaky = "shaky";

    private const double ShareThatFails = 0.3;
    private const double TokensPerSecond = 10;

    private static readonly TimeSpan FirstToken = TimeSpan.FromMilliseconds(20);

    private static readonly string Text = string.Join(
        ' ',
        Enumerable.Repeat("The service in front is healthy, the queue behind it is not.", 4)
    );

    /// <summary>The models of each target: the first is asked first.</summary>
    public static IReadOnlyDictionary<string, string[]> Models { get; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            [Plain] = ["gpt-4.1-mini", "gpt-4.1"],
            [Late] = ["gpt-4o-mini"],
            [Steady] = ["gpt-4o"],
            [Shaky] = ["gpt-4.1-nano", "gpt-4.1"],
        };

    public static Task<SimulatorServer> StartAsync() =>
        SimulatorServer.StartAsync(
            script =>
            {
                foreach (var (target, models) in Models)
                {
                    script.Model(target, model => Behave(model, target));
                    script.Model(models[0], model => Behave(model, target));
                }

                script.Model(Models[Plain][1], model => Behave(model, Plain));
            },
            new() { KeptRequests = 1 }
        );

    private static void Behave(ModelBuilder model, string target)
    {
        model.Say(Text);
        switch (target)
        {
            case Late:
                model.Speed(FirstToken);
                break;
            case Steady:
                model.Speed(FirstToken, TokensPerSecond);
                break;
            case Shaky:
                model.Fault(new() { Probability = ShareThatFails, Fault = Fault.WithStatus(503) });
                break;
        }
    }
}
