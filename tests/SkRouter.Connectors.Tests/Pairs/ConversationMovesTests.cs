using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests.Pairs;

/// <summary>
/// A conversation goes to another provider in the middle of a tool loop, comes back, and goes on after it: real connectors, over HTTP,
/// against a simulator that refuses what each provider refuses.
/// </summary>
public sealed class ConversationMovesTests(PairSimulator simulator) : IClassFixture<PairSimulator>
{
    private static readonly AITool[] Tools =
    [
        AIFunctionFactory.Create((string city) => "Sunny", "lookup"),
        AIFunctionFactory.Create((string what) => "9 knots", "measure"),
    ];

    public static TheoryData<string, string, bool> OrderedPairs
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (var from in Pair.All)
            foreach (var to in Pair.All)
            {
                rows.Add(from.ToString(), to.ToString(), false);
                rows.Add(from.ToString(), to.ToString(), true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(OrderedPairs))]
    public async Task ToolLoop_MovesThereAndBack_EveryRequestIsAcceptedAndTheAnswerIsWhole(
        string from,
        string to,
        bool streamed
    )
    {
        using var first = simulator.Client(Pair.Of(from));
        using var second = simulator.Client(Pair.Of(to));
        List<ChatMessage> history =
        [
            new(ChatRole.System, "You know the weather."),
            new(ChatRole.User, "The weather in Paris?"),
        ];

        // The first asks for a tool, the second for another, the first answers; then a new question on either.
        var start = await AskAsync(first, history, streamed);
        var middle = await AskAsync(second, history, streamed);
        var end = await AskAsync(first, history, streamed);
        history.Add(new(ChatRole.User, "And tomorrow?"));
        var again = await AskAsync(second, history, streamed);
        var back = await AskAsync(first, history, streamed);
        var last = await AskAsync(second, history, streamed);

        Calls(start).ShouldBe(["lookup"]);
        Calls(middle).ShouldBe(["measure"]);
        end.Text.ShouldBe("Sunny, and the wind: 9 knots.");
        Calls(again).ShouldBe(["lookup"]);
        Calls(back).ShouldBe(["measure"]);
        last.Text.ShouldBe("Sunny, and the wind: 9 knots.");
        simulator.Server.Model(Pair.Of(from).Model).Refusals.ShouldBeEmpty();
        simulator.Server.Model(Pair.Of(to).Model).Refusals.ShouldBeEmpty();
        ReasoningStaysAtHome(from, to);
    }

    private static string[] Calls(ChatResponse answer) =>
        [
            .. answer.Messages.SelectMany(message =>
                message.Contents.OfType<FunctionCallContent>().Select(call => call.Name)
            ),
        ];

    /// <summary>What one model thought is in no request that another got.</summary>
    private void ReasoningStaysAtHome(string from, string to)
    {
        if (Pair.Of(from).Provider == Pair.Of(to).Provider)
        {
            return;
        }

        Sent(to).ShouldNotContain($"[{Pair.Of(from).Model}] wonders");
        Sent(from).ShouldNotContain($"[{Pair.Of(to).Model}] wonders");

        string Sent(string pair) =>
            simulator.Server.Model(Pair.Of(pair).Model).Requests[^1].Body.GetRawText();
    }

    private static async Task<ChatResponse> AskAsync(
        IChatClient client,
        List<ChatMessage> history,
        bool streamed
    )
    {
        var options = new ChatOptions
        {
            Tools = Tools,
            Reasoning = new() { Effort = ReasoningEffort.Medium, Output = ReasoningOutput.Summary },
        };
        var answer = streamed
            ? await client.GetStreamingResponseAsync(history, options).ToChatResponseAsync()
            : await client.GetResponseAsync(history, options);
        history.AddRange(answer.Messages);
        foreach (var call in answer.Messages[0].Contents.OfType<FunctionCallContent>())
        {
            var tool = (AIFunction)Tools.Single(tool => tool.Name == call.Name);
            var result = await tool.InvokeAsync(new(call.Arguments));
            history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
        }

        return answer;
    }
}
