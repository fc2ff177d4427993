using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.TestKit;
using SkRouter.Tests.Parity;

namespace SkRouter.Tests.Routing;

/// <summary>Agents that other agents use as tools, agents with developer instructions, and what is kept of their conversations.</summary>
public sealed class AgentsWithinAgentsTests
{
    private readonly ScriptedModel _boss = new(
        ScriptedStep.Call("ask_clerk", ("query", "the price")),
        ScriptedStep.Answer("it is 3")
    );

    private readonly ScriptedModel _clerk = new(ScriptedStep.Answer("3"));

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "run-7")]
    [InlineData(true, "run-7")]
    public async Task Agent_UsedAsAFunction_BelongsToItsCallersRun(bool streamed, string? run)
    {
        var kernel = Build();
        var boss = kernel.ForRole("boss");
        if (run is not null)
        {
            boss.Data[CarrierKeys.Run] = run;
        }

        var clerk = new AgentLikeCaller(kernel.ForRole("clerk"), "clerk", "You know prices.");
        boss.Plugins.AddFromFunctions(
            "ask",
            [
                KernelFunctionFactory.CreateFromMethod(
                    (string query) => clerk.InvokeAsync(query, streamed),
                    "clerk"
                ),
            ]
        );
        var agent = new AgentLikeCaller(boss, "boss", "You ask your clerk.")
        {
            Arguments = new(
                new PromptExecutionSettings
                {
                    FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
                }
            ),
        };

        (await agent.InvokeAsync("what is the price?", streamed)).ShouldBe("it is 3");

        var records = await kernel.RecordsAsync();
        records.Select(record => record.Role).ShouldBe(["boss", "clerk", "boss"]);
        records.Select(record => record.Run).Distinct().ShouldHaveSingleItem();
        if (run is not null)
        {
            records[0].Run.ShouldBe(run);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChatClient_UsedByAToolOfALoopAboveTheRouter_BelongsToItsCallersRun(
        bool streamed
    )
    {
        var kernel = Build();
        var router = kernel.Router();
        using var loop = new FunctionInvokingChatClient(router.ForRole("boss"));
        var options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create(
                    async (string query) =>
                        (await router.ForRole("clerk").GetResponseAsync(query)).Text,
                    "ask_clerk"
                ),
            ],
        };

        var answer = streamed
            ? await loop.GetStreamingResponseAsync("price?", options).ToChatResponseAsync()
            : await loop.GetResponseAsync("price?", options);

        answer.Text.ShouldBe("it is 3");
        var records = await kernel.RecordsAsync();
        records.Select(record => record.Role).ShouldBe(["boss", "clerk", "boss"]);
        records[1].Run.ShouldBe(records[0].Run);
    }

    [Theory]
    [InlineData("system")]
    [InlineData("developer")]
    public async Task Instructions_OfAnAgent_NameItWhateverTheirRole(string role)
    {
        var kernel = Build();
        var history = new ChatHistory
        {
            new ChatMessageContent(new AuthorRole(role), "You know prices.")
            {
                AuthorName = "clerk",
            },
        };
        history.AddUserMessage("price?");

        await kernel.Router().GetChatMessageContentAsync(history, kernel: kernel);
        await kernel
            .Router()
            .GetResponseAsync(
                new ChatMessage(new ChatRole(role), "You know prices.") { AuthorName = "clerk" }
            );

        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(2);
        records.ShouldAllBe(record => record.Role == "clerk" && record.Agent == "clerk");
    }

    [Theory]
    [InlineData(Backend.ChatService)]
    [InlineData(Backend.ChatClient)]
    public async Task Conversation_Serialized_IsNotLargerForTheRecord(Backend backend)
    {
        var without = await SerializedAsync(backend, routed: false);
        var with = await SerializedAsync(backend, routed: true);

        with.Text.Length.ShouldBeLessThan(without.Text.Length * 3 / 2);
        with.Text.ShouldNotContain(nameof(DecisionRecord.Attempts));
        with.Message.Metadata!.ContainsKey(DecisionRecord.MetadataKey).ShouldBeTrue();
        JsonSerializer
            .Deserialize<ChatHistory>(with.Text)!
            .Count.ShouldBe(JsonSerializer.Deserialize<ChatHistory>(without.Text)!.Count);
    }

    private static async Task<(string Text, ChatMessageContent Message)> SerializedAsync(
        Backend backend,
        bool routed
    )
    {
        var run = new ParityRun(backend, streamed: false, routed) { Filtered = false };
        var message = await run.AnswerAsync(
            new WireModel(
                WireModel.Calls(
                    ("call_1", backend is Backend.ChatService ? "desk-now" : "desk_now", "\"{}\"")
                ),
                WireModel.Text("a short answer")
            ),
            KernelPluginFactory.CreateFromFunctions(
                "desk",
                [KernelFunctionFactory.CreateFromMethod(() => "noon", "now")]
            )
        );
        run.History.Add(message);
        return (JsonSerializer.Serialize(run.History), message);
    }

    private Kernel Build() =>
        RouterKit.Kernel(
            router =>
            {
                router.Role("boss", role => role.Prefer("large"));
                router.Role("clerk", role => role.Prefer("small"));
            },
            ("large", new ScriptedChatService(_boss)),
            ("small", new ScriptedChatClient(_clerk))
        );
}
