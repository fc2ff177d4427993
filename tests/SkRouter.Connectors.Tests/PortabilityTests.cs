using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests;

/// <summary>A conversation moves to another provider in the middle of a tool loop.</summary>
public sealed class PortabilityTests
{
    private static readonly string[] Providers =
    [
        "openai",
        "anthropic",
        "google",
        "openai-responses",
        "azure-responses",
        "deepseek",
        "openrouter",
        "mistral",
        "groq",
    ];

    public static TheoryData<string, string> OrderedPairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var from in Providers)
            {
                foreach (var to in Providers)
                {
                    pairs.Add(from, to);
                }
            }
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(OrderedPairs))]
    public async Task GetResponse_HistoryOfAnotherProvider_KeepsTheCallAndLeavesTheReasoning(
        string from,
        string to
    )
    {
        var history = await ToolLoopAsync(from);
        var handler = new ScriptedHandler(Answers.Text(to));
        using var client = Clients.Create(to, handler, "gemini-3-pro");

        var answer = await client.GetResponseAsync(history);

        answer.Text.ShouldBe("Hello.");
        var sent = handler.Sent.GetRawText();
        sent.ShouldContain("lookup");
        sent.ShouldContain("Sunny.");
        var carriesReasoning = sent.Contains("Secret thought", StringComparison.Ordinal);
        var carriesSignature = sent.Contains("sig-", StringComparison.Ordinal);
        if (from == to)
        {
            (carriesReasoning || carriesSignature).ShouldBe(to is not ("openai" or "groq"));
        }
        else
        {
            carriesReasoning.ShouldBeFalse();
            carriesSignature.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task GetResponse_ForeignCallIdWithOtherCharacters_IsMadePortableOnBothSides()
    {
        List<ChatMessage> history =
        [
            new(ChatRole.User, "Weather?"),
            new(
                ChatRole.Assistant,
                [new FunctionCallContent("functions.lookup:0", "lookup", null)]
            ),
            new(ChatRole.Tool, [new FunctionResultContent("functions.lookup:0", "Sunny.")]),
        ];
        var handler = new ScriptedHandler(Answers.Text("anthropic"));
        using var client = Clients.Create("anthropic", handler);

        await client.GetResponseAsync(history);

        var messages = handler.Sent.GetProperty("messages");
        var call = messages[1].GetProperty("content")[0].GetProperty("id").GetString();
        call.ShouldBe("functions_lookup_0");
        messages[2].GetProperty("content")[0].GetProperty("tool_use_id").GetString().ShouldBe(call);
    }

    [Fact]
    public async Task GetResponse_ForeignCallForGeminiThree_SaysThatItsSignatureIsMissing()
    {
        var history = await ToolLoopAsync("openai");
        var handler = new ScriptedHandler(Answers.Text("google"));
        using var client = Clients.Create("google", handler, "gemini-3-pro");

        await client.GetResponseAsync(history);

        Convert
            .FromBase64String(
                handler
                    .Sent.GetProperty("contents")[1]
                    .GetProperty("parts")[0]
                    .GetProperty("thoughtSignature")
                    .GetString()!
            )
            .ShouldBe("skip_thought_signature_validator"u8.ToArray());
    }

    [Fact]
    public async Task GetResponse_DeepSeekTurnIsClosed_StripsItsReasoning()
    {
        var history = await ToolLoopAsync("deepseek");
        history.Add(new ChatMessage(ChatRole.Assistant, "It is sunny."));
        history.Add(new ChatMessage(ChatRole.User, "And in Rome?"));
        var handler = new ScriptedHandler(Answers.Text("deepseek"));
        using var client = Clients.Create("deepseek", handler);

        await client.GetResponseAsync(history);

        handler.Sent.GetRawText().ShouldNotContain("Secret thought");
    }

    private static async Task<List<ChatMessage>> ToolLoopAsync(string provider)
    {
        List<ChatMessage> history = [new(ChatRole.User, "What is the weather in Paris?")];
        using var client = Clients.Create(
            provider,
            new ScriptedHandler(Answers.ToolCall(provider))
        );
        var answer = await client.GetResponseAsync(history);
        answer.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        history.AddRange(answer.Messages);
        var call = answer.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        history.Add(
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "Sunny.")])
        );
        return history;
    }
}
