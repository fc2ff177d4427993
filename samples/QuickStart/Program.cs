using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.Routing;
using SkRouter.Simulator;
using SkRouter.Spend;
using static System.FormattableString;

// With a key OpenAI answers; without one, two models of the simulator, which repeat what they are asked.
var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY");
await using var simulator = key is null
    ? await SimulatorServer.StartAsync(script => script.Model("gpt-4o").Model("gpt-4o-mini"))
    : null;
var endpoint = simulator?.Endpoint ?? new Uri("https://api.openai.com/v1");
Console.WriteLine(key is null ? "No OPENAI_API_KEY: simulator." : "OpenAI.");

var builder = Kernel.CreateBuilder();
builder.AddOpenAIChatCompletion("gpt-4o", endpoint, key ?? "none", serviceId: "large");
builder.AddOpenAIChatCompletion("gpt-4o-mini", endpoint, key ?? "none", serviceId: "small");
builder.AddSkRouter(router =>
    router
        .Deployment("large", deployment => deployment.Price(input: 2.50m, output: 10m))
        .Deployment("small", deployment => deployment.Price(input: 0.15m, output: 0.60m))
        .Role("planner", role => role.Prefer("large").FallBackTo("small"))
        .Role("triage", role => role.Prefer("small").FallBackTo("large"))
);
var kernel = builder.Build();

await AskAsync("triage", "Database or network? 'pool exhausted: 50 of 50 connections in use'");
await AskAsync("planner", "In which order does a web shop move to a new database?");

var ledger = kernel.GetRequiredService<ModelRouter>().Ledger;
foreach (
    var row in await ledger.SumAsync(new() { By = SpendDimension.Role | SpendDimension.Model })
)
{
    Console.WriteLine(Invariant($"{row.Role, -8} {row.Model, -12} ${row.CostUsd:0.000000}"));
}

async Task AskAsync(string role, string prompt)
{
    var settings = new PromptExecutionSettings { ServiceId = role };
    Console.WriteLine($"{role}: {await kernel.InvokePromptAsync(prompt, new(settings))}");
}
