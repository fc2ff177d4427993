using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.DependencyInjection;
using SkRouter.Simulator.Scripting;
using SkRouter.Spend;
using SkRouter.TestKit;

namespace SkRouter.Connectors.Tests.Pairs;

/// <summary>Behind the router: the preferred provider fails in the middle of a tool loop, another goes on, and the first comes back or does not.</summary>
public sealed class FailoverMovesTests
{
    private static readonly string[] Names =
    [
        "openai/gpt-5",
        "openai-responses/gpt-5-codex",
        "azure/gpt-5-of-ours",
        "anthropic/claude-sonnet-4-5",
        "anthropic/claude-opus-4-7",
        "google/gemini-3-pro",
        "deepseek/deepseek-v4-pro",
        "openrouter/moonshotai/kimi-k2",
        "mistral/magistral-medium",
        "groq/qwen3-32b",
        "zai/glm-4.7",
        "ollama/qwen3:4b",
    ];

    private readonly List<string> _ran = [];

    public static TheoryData<string, string, bool, bool> OrderedPairs
    {
        get
        {
            var rows = new TheoryData<string, string, bool, bool>();
            foreach (var from in Names)
            foreach (var to in Names.Where(name => name != from))
            foreach (var streamed in new[] { false, true })
            foreach (var returns in new[] { false, true })
            {
                rows.Add(from, to, streamed, returns);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(OrderedPairs))]
    public async Task ToolLoop_ProviderFailsInTheMiddle_AnotherGoesOnAndEveryToolRunsOnce(
        string from,
        string to,
        bool streamed,
        bool returns
    )
    {
        // An overloaded provider is left alone for a while; after a single failure it is asked again at the next round trip.
        var fault = Fault.WithStatus(returns ? 500 : 529);
        await using var simulator = await PairSimulator.StartAsync(
            pair => pair.ToString() == from,
            model => model.Fault("2", fault)
        );
        var kernel = Build(simulator, Pair.Of(from), Pair.Of(to));

        var text = returns
            ? await AskClientAsync(kernel, streamed)
            : await AskServiceAsync(kernel, streamed);

        text.ShouldEndWith("Sunny, and the wind: 9 knots.");
        _ran.ShouldBe(["lookup", "measure"]);
        var first = simulator.Model(Pair.Of(from).Model);
        var second = simulator.Model(Pair.Of(to).Model);
        first.Refusals.Concat(second.Refusals).ShouldBeEmpty();
        first.RequestCount.ShouldBe(returns ? 3 : 2);
        second.RequestCount.ShouldBe(returns ? 1 : 2);
        await BooksAreRightAsync(kernel, simulator.UsageSent);
    }

    private static async Task BooksAreRightAsync(Kernel kernel, SkRouter.Simulator.TokenUsage sent)
    {
        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(3);
        var rows = await kernel.Router().Ledger.SumAsync(new() { By = SpendDimension.Role });
        var row = rows.ShouldHaveSingleItem();
        row.Usage.InputTokens.ShouldBe(sent.PromptTokens);
        row.Usage.OutputTokens.ShouldBe(sent.CompletionTokens);
        row.Usage.ReasoningTokens.ShouldBe(sent.ReasoningTokens);
        row.Usage.Estimated.ShouldBeFalse();
        row.CostUsd.ShouldBe(
            ((1m * sent.PromptTokens) + (10m * sent.CompletionTokens)) / 1_000_000m
        );
    }

    private Kernel Build(SkRouter.Simulator.SimulatorServer simulator, Pair from, Pair to)
    {
        var builder = Kernel.CreateBuilder();
        foreach (var pair in new[] { from, to })
        {
            builder.AddProviderChatClient(
                pair.Provider,
                pair.Model,
                PairSimulator.Key,
                pair.ToString(),
                options => options.BaseUrl = simulator.Endpoint
            );
        }

        builder.AddSkRouter(router =>
        {
            router.Role("guide", role => role.Prefer(from.ToString()).FallBackTo(to.ToString()));
            foreach (var pair in new[] { from, to })
            {
                router.Deployment(pair.ToString(), deployment => deployment.Price(1, 10));
                router.Options.Deployments[pair.ToString()].Retries = 0;
            }
        });
        var kernel = builder.Build();
        kernel.Plugins.AddFromFunctions(
            "weather",
            [
                KernelFunctionFactory.CreateFromMethod(
                    (string city) => Run("lookup", "Sunny"),
                    "lookup"
                ),
                KernelFunctionFactory.CreateFromMethod(
                    (string what) => Run("measure", "9 knots"),
                    "measure"
                ),
            ]
        );
        return kernel;
    }

    private string Run(string tool, string result)
    {
        _ran.Add(tool);
        return result;
    }

    private static async Task<string> AskServiceAsync(Kernel kernel, bool streamed)
    {
        var service = kernel.GetRequiredService<IChatCompletionService>("guide");
        var history = new ChatHistory("You know the weather.");
        history.AddUserMessage("The weather in Paris?");
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!streamed)
        {
            return (await service.GetChatMessageContentAsync(history, settings, kernel)).Content!;
        }

        var text = new StringBuilder();
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(history, settings, kernel)
        )
        {
            text.Append(piece.Content);
        }

        return text.ToString();
    }

    private async Task<string> AskClientAsync(Kernel kernel, bool streamed)
    {
        using var client = new FunctionInvokingChatClient(kernel.Router().ForRole("guide"));
        var options = new ChatOptions
        {
            Reasoning = new() { Effort = ReasoningEffort.Medium },
            Tools =
            [
                AIFunctionFactory.Create((string city) => Run("lookup", "Sunny"), "lookup"),
                AIFunctionFactory.Create((string what) => Run("measure", "9 knots"), "measure"),
            ],
        };
        const string Question = "The weather in Paris?";
        return streamed
            ? (await client.GetStreamingResponseAsync(Question, options).ToChatResponseAsync()).Text
            : (await client.GetResponseAsync(Question, options)).Text;
    }
}
