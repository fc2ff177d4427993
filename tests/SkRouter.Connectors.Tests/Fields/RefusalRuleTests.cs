using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Tests.Fields;

/// <summary>What a model is known to refuse is not sent to it: it is left out, named, or said in a way that the model takes.</summary>
public sealed class RefusalRuleTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """
        {"type":"object","properties":{"age":{"type":"integer","minimum":1,"description":"minimum"},
          "list":{"type":"array","maxItems":3,"items":{"type":"object","properties":{"minimum":{"type":"string","maxLength":4}}}}}}
        """
    );

    [Theory]
    [InlineData("deepseek", "deepseek-v4")]
    [InlineData("deepseek", "deepseek-reasoner")]
    public async Task ForcedCall_ToAModelThatDoesNotForceWhileThinking_SwitchesThinkingOff(
        string provider,
        string model
    )
    {
        var (sent, left) = await SendAsync(
            provider,
            model,
            new ChatOptions
            {
                Tools = [Tool],
                ToolMode = ChatToolMode.RequireAny,
                Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
            }
        );

        sent.GetProperty("thinking").GetProperty("type").GetString().ShouldBe("disabled");
        sent.TryGetProperty("reasoning_effort", out _).ShouldBeFalse();
        left.ShouldContain(name => name.Contains("reasoning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ForcedCall_ToAModelThatForces_ChangesNothing()
    {
        var (sent, left) = await SendAsync(
            "deepseek",
            "deepseek-chat",
            new ChatOptions { Tools = [Tool], ToolMode = ChatToolMode.RequireAny }
        );

        sent.TryGetProperty("thinking", out _).ShouldBeFalse();
        sent.GetProperty("tool_choice").GetString().ShouldBe("required");
        left.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openai", "gpt-4o", "messages")]
    [InlineData("deepseek", "deepseek-chat", "messages")]
    [InlineData("local", "qwen3-32b", "messages")]
    [InlineData("openai-responses", "gpt-4o", "input")]
    public async Task JsonMode_WithoutTheWord_GetsIt(string provider, string model, string list)
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.Json };

        var (sent, left) = await SendAsync(provider, model, options);
        var (said, _) = await SendAsync(
            provider,
            model,
            options,
            new ChatMessage(ChatRole.User, "As json!")
        );

        sent.GetProperty(list)
            .GetRawText()
            .ShouldContain("json", Case.Insensitive, sent.GetRawText());
        said.GetProperty(list).GetArrayLength().ShouldBe(1, said.GetRawText());
        left.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openai", "o1-mini")]
    [InlineData("openai", "o1-preview-2024-09-12")]
    public async Task SystemMessage_ToAModelWithoutOne_IsTheUsersAndNamed(
        string provider,
        string model
    )
    {
        var (sent, left) = await SendAsync(
            provider,
            model,
            null,
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, "Hi")
        );

        sent.GetProperty("messages")
            .EnumerateArray()
            .Select(message => message.GetProperty("role").GetString())
            .ShouldAllBe(role => role == "user");
        sent.GetRawText().ShouldContain("Be brief.");
        left.ShouldBe(["role"]);
    }

    [Fact]
    public async Task SystemMessage_ToGemma_IsTheUsersAndNamed()
    {
        var (sent, left) = await SendAsync(
            "google",
            "gemma-3-27b-it",
            null,
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, "Hi")
        );

        sent.TryGetProperty("systemInstruction", out _).ShouldBeFalse(sent.GetRawText());
        sent.GetProperty("contents").GetRawText().ShouldContain("Be brief.");
        left.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task TopLogprobs_BeyondTheLimit_AreTheLimitAndNamed()
    {
        var (sent, left) = await SendAsync(
            "openai",
            "gpt-4o",
            new ChatOptions
            {
                AdditionalProperties = new()
                {
                    [ProtocolFields.Key(WireProtocols.ChatCompletions, "logprobs")] = true,
                    [ProtocolFields.Key(WireProtocols.ChatCompletions, "top_logprobs")] = 25,
                },
            }
        );

        sent.GetProperty("top_logprobs").GetInt32().ShouldBe(20);
        left.ShouldBe(["top_logprobs"]);
    }

    [Theory]
    [InlineData("openai", "o3")]
    [InlineData("openai", "o4-mini")]
    [InlineData("openai-responses", "o3-mini")]
    public async Task ParallelCalls_ToAModelWithoutThem_AreLeftOutAndNamed(
        string provider,
        string model
    )
    {
        var (sent, left) = await SendAsync(
            provider,
            model,
            new ChatOptions { Tools = [Tool], AllowMultipleToolCalls = false }
        );

        sent.TryGetProperty("parallel_tool_calls", out _).ShouldBeFalse();
        left.ShouldBe(["parallel_tool_calls"]);
    }

    [Fact]
    public async Task AnswersSchema_ToClaude_IsClosedAndLosesWhatItRefuses()
    {
        var (sent, left) = await SendAsync(
            "anthropic",
            "claude-opus-4-5",
            new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema) }
        );

        var schema = sent.GetProperty("output_config").GetProperty("format").GetProperty("schema");
        schema
            .GetRawText()
            .ShouldBe(
                """{"type":"object","properties":{"age":{"type":"integer","description":"minimum"},"list":{"type":"array","items":{"type":"object","properties":{"minimum":{"type":"string"}},"additionalProperties":false}}},"additionalProperties":false}"""
            );
        left.Order().ShouldBe(["schema.maxItems", "schema.maxLength", "schema.minimum"]);
    }

    [Fact]
    public async Task ConversationThatTheAssistantBegins_ToClaude_BeginsWithTheUser()
    {
        var (sent, _) = await SendAsync(
            "anthropic",
            "claude-opus-4-5",
            null,
            new(ChatRole.Assistant, "Welcome!"),
            new(ChatRole.User, "Hi")
        );

        var messages = sent.GetProperty("messages").EnumerateArray().ToArray();
        messages.Length.ShouldBe(3);
        messages[0].GetProperty("role").GetString().ShouldBe("user");
        messages[1].GetRawText().ShouldContain("Welcome!");
    }

    [Theory]
    [InlineData("anthropic", "claude-opus-4-5")]
    [InlineData("google", "gemini-2.5-pro")]
    public async Task TextsOfNothing_AreNotSent(string provider, string model)
    {
        var (sent, _) = await SendAsync(
            provider,
            model,
            null,
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, ""),
            new(ChatRole.User, "There?")
        );

        sent.GetRawText().ShouldNotContain("\"text\":\"\"");
    }

    [Fact]
    public void Rules_AllHaveAPatternASourceAndADate()
    {
        using var file = typeof(ModelRule).Assembly.GetManifestResourceStream(
            typeof(ModelRule)
                .Assembly.GetManifestResourceNames()
                .Single(name => name.EndsWith("model-rules.json", StringComparison.Ordinal))
        )!;
        using var document = JsonDocument.Parse(file);

        foreach (var rule in document.RootElement.GetProperty("rules").EnumerateArray())
        {
            var text = rule.GetRawText();
            Should.NotThrow(
                () =>
                    new Regex(
                        rule.GetProperty("models").GetString()!,
                        RegexOptions.CultureInvariant,
                        TimeSpan.FromSeconds(5)
                    ),
                text
            );
            rule.GetProperty("source").GetString()!.Length.ShouldBeGreaterThan(10, text);
            DateOnly
                .TryParseExact(
                    rule.GetProperty("date").GetString(),
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out _
                )
                .ShouldBeTrue(text);
        }
    }

    private static AIFunction Tool { get; } =
        AIFunctionFactory.Create((string city) => city, "lookup", "Looks up.");

    private static async Task<(JsonElement Sent, IReadOnlyList<string> Left)> SendAsync(
        string provider,
        string model,
        ChatOptions? options,
        params ChatMessage[] messages
    )
    {
        using var handler = new ScriptedHandler(Answers.Text(provider));
        using var client = Clients.Create(provider, handler, model);
        var answer = await client.GetResponseAsync(
            messages.Length > 0 ? messages : [new(ChatRole.User, "Hi")],
            options
        );
        return (
            handler.Sent,
            answer.AdditionalProperties?.GetValueOrDefault(ProviderFields.Dropped) as string[] ?? []
        );
    }
}
