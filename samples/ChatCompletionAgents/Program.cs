using ChatCompletionAgents;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.Agents.Orchestration;
using Microsoft.SemanticKernel.Agents.Orchestration.GroupChat;
using Microsoft.SemanticKernel.Agents.Orchestration.Handoff;
using Microsoft.SemanticKernel.Agents.Runtime.InProcess;
using SkRouter.DependencyInjection;
using SkRouter.Routing;
using SkRouter.Runs;

if (Environment.GetEnvironmentVariable("OPENAI_API_KEY") is not { Length: > 0 } key)
{
    await Console.Error.WriteLineAsync("Set OPENAI_API_KEY: this sample has no simulator.");
    return 2;
}

var endpoint = new Uri("https://api.openai.com/v1");
var builder = Kernel.CreateBuilder();
builder.AddOpenAIChatCompletion("gpt-4o", endpoint, key, serviceId: "large");
builder.AddOpenAIChatCompletion("gpt-4o-mini", endpoint, key, serviceId: "small");
builder.AddSkRouter(router =>
    router
        .Deployment("large", deployment => deployment.Price(input: 2.50m, output: 10m))
        .Deployment("small", deployment => deployment.Price(input: 0.15m, output: 0.60m))
        .Role("clerk", role => role.Prefer("small").FallBackTo("large"))
        .Role("cashier", role => role.Prefer("small").FallBackTo("large"))
        .Role("auditor", role => role.Prefer("large").FallBackTo("small"))
);
var kernel = builder.Build();
var limit = TimeSpan.FromMinutes(2);
var question = args.Length > 0 ? string.Join(' ', args) : "What does order 4127 come to?";

// One agent by itself.
var alone = new Staff(kernel, "alone");
await foreach (var response in alone.Cashier.InvokeAsync(question))
{
    Show(response.Message);
}

// A group chat: both speak in turn, twice.
var chatting = new Staff(kernel, "group-chat");
await RunAsync(
    new GroupChatOrchestration(
        new RoundRobinGroupChatManager { MaximumInvocationCount = 4 },
        chatting.Cashier,
        chatting.Auditor
    )
    {
        ResponseCallback = ShowAsync,
    }
);

// A handoff: the clerk has the question first and may hand it over.
var handing = new Staff(kernel, "handoff");
await RunAsync(
    new HandoffOrchestration(
        OrchestrationHandoffs.StartWith(handing.Clerk).Add(handing.Clerk, handing.Cashier),
        handing.Clerk,
        handing.Cashier
    )
    {
        ResponseCallback = ShowAsync,
    }
);

var ledger = kernel.GetRequiredService<ModelRouter>().Ledger;
foreach (var run in new[] { "alone", "group-chat", "handoff" })
{
    Console.WriteLine();
    Console.WriteLine(RunGraph.Of(await ledger.RecentAsync(run, count: 100)).ToMermaid());
}

return 0;

async Task RunAsync(AgentOrchestration<string, string> orchestration)
{
    await using var runtime = new InProcessRuntime();
    await runtime.StartAsync();
    var result = await orchestration.InvokeAsync(question, runtime);
    Console.WriteLine($"-> {await result.GetValueAsync(limit)}");
    await runtime.RunUntilIdleAsync();
}

ValueTask ShowAsync(ChatMessageContent message)
{
    Show(message);
    return ValueTask.CompletedTask;
}

void Show(ChatMessageContent message) =>
    Console.WriteLine($"{message.AuthorName}: {message.Content}");
