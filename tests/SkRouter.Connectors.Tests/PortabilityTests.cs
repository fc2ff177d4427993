using System.Text.Json;
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
    public async Task GetResponse_DeepSeekTurnIsClosed_StillBringsBackWhatLedToItsTools()
    {
        var history = await ToolLoopAsync("deepseek");
        history.Add(new ChatMessage(ChatRole.Assistant, "It is sunny."));
        history.Add(new ChatMessage(ChatRole.User, "And in Rome?"));

        var messages = await SentAsync("deepseek", history);

        messages[1].GetProperty("reasoning_content").GetString().ShouldBe("Secret thought.");
        messages[3].GetProperty("reasoning_content").GetString().ShouldBe("");
    }

    [Fact]
    public async Task GetResponse_DeepSeekTurnWithoutTools_StripsItsReasoning()
    {
        List<ChatMessage> history =
        [
            new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant, [new TextReasoningContent("Secret"), new TextContent("Fine.")]),
            new(ChatRole.User, "And in Rome?"),
        ];

        var messages = await SentAsync("deepseek", history);

        messages[1].TryGetProperty("reasoning_content", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("deepseek-v4-pro", null, true)]
    [InlineData("deepseek-v4-pro", ReasoningEffort.None, false)]
    [InlineData("deepseek-chat", null, false)]
    [InlineData("deepseek-chat", ReasoningEffort.High, true)]
    public async Task GetResponse_ForeignCallForDeepSeek_HasEmptyReasoningWhileItThinks(
        string model,
        ReasoningEffort? effort,
        bool thinks
    )
    {
        var history = await ToolLoopAsync("anthropic");
        var options = effort is null
            ? null
            : new ChatOptions { Reasoning = new() { Effort = effort } };

        var messages = await SentAsync("deepseek", history, model, options);

        messages[1].TryGetProperty("reasoning_content", out var reasoning).ShouldBe(thinks);
        (thinks ? reasoning.GetString() : "").ShouldBe("");
    }

    [Theory]
    [InlineData("mistral", "some-model", "call_1", 9)]
    [InlineData("mistral", "some-model", "abcDEF123", 9)]
    [InlineData("huggingface", "mistralai/Mistral-7B", "call_1", 9)]
    [InlineData("openrouter", "mistralai/mistral-small", "call_1", 6)]
    [InlineData("openai", "gpt-5", "an-identifier-that-is-longer-than-forty-characters", 29)]
    [InlineData("openai", "gpt-5", "functions.lookup:0", 18)]
    public async Task GetResponse_ForeignCallId_BecomesOneThatTheProviderTakes(
        string provider,
        string model,
        string id,
        int length
    )
    {
        List<ChatMessage> history =
        [
            new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant, [new FunctionCallContent(id, "lookup", null)]),
            new(ChatRole.Tool, [new FunctionResultContent(id, "Sunny.")]),
        ];

        var messages = await SentAsync(provider, history, model);

        var sent = messages[1].GetProperty("tool_calls")[0].GetProperty("id").GetString()!;
        sent.Length.ShouldBe(length);
        messages[2].GetProperty("tool_call_id").GetString().ShouldBe(sent);
        (sent == id).ShouldBe(id.Length == length);
    }

    [Fact]
    public async Task GetResponse_ForeignLoopForClaudeWithABudget_DoesNotThinkUntilItIsOver()
    {
        var history = await ToolLoopAsync("openai");
        var options = new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High } };
        var handler = new ScriptedHandler(Answers.Text("anthropic"));
        using var client = Clients.Create("anthropic", handler, "claude-sonnet-4-5");

        var answer = await client.GetResponseAsync(history, options);

        handler.Sent.TryGetProperty("thinking", out _).ShouldBeFalse();
        answer
            .AdditionalProperties![ProviderFields.Dropped]
            .ShouldBeAssignableTo<IEnumerable<string>>()!
            .ShouldContain("reasoning");
        history.AddRange(answer.Messages);
        history.Add(new ChatMessage(ChatRole.User, "And in Rome?"));
        await client.GetResponseAsync(history, options);
        handler.Sent.TryGetProperty("thinking", out _).ShouldBeTrue();
    }

    private static async Task<JsonElement> SentAsync(
        string provider,
        List<ChatMessage> history,
        string model = "some-model",
        ChatOptions? options = null
    )
    {
        var handler = new ScriptedHandler(Answers.Text(provider));
        using var client = Clients.Create(provider, handler, model);
        await client.GetResponseAsync(history, options);
        return handler.Sent.GetProperty("messages");
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
