using Microsoft.SemanticKernel;
using SkRouter.Agents;
using SkRouter.DependencyInjection;
using SkRouter.Routing;
using SkRouter.Runs;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

// A question of your own goes through a debate of three roles; teams and roles are in roles/.
var question =
    args.Length > 0
        ? string.Join(' ', args)
        : "Should a team of four split its shop into services?";
var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY");
await using var simulator = key is null
    ? await SimulatorServer.StartAsync(script =>
        script.Model("gpt-4o", Play).Model("gpt-4o-mini", Play)
    )
    : null;
var endpoint = simulator?.Endpoint ?? new Uri("https://api.openai.com/v1");
Console.WriteLine(key is null ? "No OPENAI_API_KEY: simulated answers." : "OpenAI.");

var builder = Kernel.CreateBuilder();
builder.AddOpenAIChatCompletion("gpt-4o", endpoint, key ?? "none", serviceId: "large");
builder.AddOpenAIChatCompletion("gpt-4o-mini", endpoint, key ?? "none", serviceId: "small");
builder.AddSkRouter(router =>
    router
        .AddAgentRoles(Path.Combine(AppContext.BaseDirectory, "roles"))
        .Deployment("large", deployment => deployment.Price(input: 2.50m, output: 10m))
        .Deployment("small", deployment => deployment.Price(input: 0.15m, output: 0.60m))
);
var router = builder.Build().GetRequiredService<ModelRouter>();

using var run = router.BeginRun("debate", budgetUsd: 0.50m);
var speaker = "";
await foreach (var piece in router.CreateTeam("debate").RunStreamingAsync(question))
{
    if (piece.AuthorName is { } author && author != speaker && piece.Text.Length > 0)
    {
        speaker = author;
        Console.Write($"\n\n{speaker}: ");
    }

    Console.Write(piece.Text);
}

var graph = RunGraph.Of(await router.Ledger.RecentAsync(run.Id, count: 1000));
Console.WriteLine(
    FormattableString.Invariant(
        $"\n\n{graph.RoundTrips.Count} round trips, ${graph.CostUsd:0.000000} of ${run.BudgetUsd}"
    )
);
Console.WriteLine(graph.ToMermaid());

static void Play(ModelBuilder model) =>
    model
        .When(
            new() { System = "You argue for", Conversation = "It costs" },
            Answer.Say("The cost comes once, the gain every week.")
        )
        .When(
            new() { System = "You argue for" },
            Answer.Say("It lets parts change without waiting for each other.")
        )
        .When(
            new() { System = "You argue against", Conversation = "comes once" },
            Answer.Say("Not once: every call over a network can fail, for ever.")
        )
        .When(
            new() { System = "You argue against" },
            Answer.Say("It costs four people their time before it helps anybody.")
        )
        .When(
            new() { System = "You have heard both" },
            Answer.Say(
                "Not now. Split off one part when two people wait for each other every week."
            )
        );
