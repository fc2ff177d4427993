using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Tests.Spend;

namespace SkRouter.Connectors.Tests;

/// <summary>One option, said in each provider's words.</summary>
public sealed class SettingsTests
{
    public static TheoryData<string, string, string, string> Efforts { get; } =
        new()
        {
            { "openai", "gpt-5", "High", """{"reasoning_effort":"high"}""" },
            { "openrouter", "x", "Low", """{"reasoning":{"effort":"low"}}""" },
            {
                "deepseek",
                "x",
                "Medium",
                """{"thinking":{"type":"enabled"},"reasoning_effort":"high"}"""
            },
            {
                "deepseek",
                "x",
                "ExtraHigh",
                """{"thinking":{"type":"enabled"},"reasoning_effort":"max"}"""
            },
            { "deepseek", "x", "None", """{"thinking":{"type":"disabled"}}""" },
            { "groq", "x", "Low", """{"reasoning_effort":"low"}""" },
            { "mistral", "x", "High", """{"reasoning_effort":"high"}""" },
            { "azure", "gpt-5", "Low", """{"reasoning_effort":"low"}""" },
            { "azure-responses", "gpt-5", "High", """{"reasoning":{"effort":"high"}}""" },
            { "openrouter-responses", "x", "High", """{"reasoning":{"effort":"high"}}""" },
            { "ollama", "x", "Medium", """{"reasoning_effort":"medium"}""" },
            { "zai", "x", "None", """{"thinking":{"type":"disabled"}}""" },
            {
                "anthropic",
                "claude-opus-5",
                "ExtraHigh",
                """{"thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"}}"""
            },
            {
                "anthropic",
                "claude-opus-4-6",
                "ExtraHigh",
                """{"output_config":{"effort":"max"}}"""
            },
            {
                "anthropic",
                "claude-sonnet-4-5-20250929",
                "Medium",
                """{"thinking":{"type":"enabled","budget_tokens":8192},"max_tokens":16384}"""
            },
            {
                "google",
                "gemini-2.5-flash",
                "Medium",
                """{"generationConfig":{"thinkingConfig":{"thinkingBudget":8192}}}"""
            },
            {
                "google",
                "gemini-3-pro",
                "None",
                """{"generationConfig":{"thinkingConfig":{"thinkingLevel":"low"}}}"""
            },
            { "openai-responses", "o3", "Low", """{"reasoning":{"effort":"low"}}""" },
        };

    public static TheoryData<string, string, int, string> Budgets { get; } =
        new()
        {
            { "openai", "gpt-5", 20_000, """{"reasoning_effort":"high"}""" },
            { "openrouter", "x", 3_000, """{"reasoning":{"max_tokens":3000}}""" },
            { "anthropic", "claude-opus-4-6", 3_000, """{"thinking":{"budget_tokens":3000}}""" },
            {
                "google",
                "gemini-3-pro",
                512,
                """{"generationConfig":{"thinkingConfig":{"thinkingBudget":512}}}"""
            },
            { "openai-responses", "o3", 1_000, """{"reasoning":{"effort":"low"}}""" },
        };

    [Theory]
    [MemberData(nameof(Efforts))]
    public async Task GetResponse_ReasoningEffort_IsSaidInTheProvidersWords(
        string provider,
        string model,
        string effort,
        string expected
    )
    {
        var sent = await SendAsync(
            provider,
            model,
            new() { Reasoning = new() { Effort = Enum.Parse<ReasoningEffort>(effort) } }
        );

        ShouldHold(sent, JsonElement.Parse(expected));
    }

    [Theory]
    [MemberData(nameof(Budgets))]
    public async Task GetResponse_ReasoningBudget_IsSaidInTheProvidersWords(
        string provider,
        string model,
        int tokens,
        string expected
    )
    {
        var sent = await SendAsync(
            provider,
            model,
            new() { AdditionalProperties = new() { [ProviderFields.ReasoningBudget] = tokens } }
        );

        ShouldHold(sent, JsonElement.Parse(expected));
    }

    [Theory]
    [InlineData("openai", "gpt-5", "temperature")]
    [InlineData("openai", "gpt-4o", "top_k")]
    [InlineData("anthropic", "claude", "seed")]
    [InlineData("openai-responses", "gpt-4o", "stop")]
    [InlineData("groq", "llama", "frequency_penalty")]
    [InlineData("deepseek", "deepseek-v4-pro", "top_k")]
    [InlineData("mistral", "m", "top_k")]
    [InlineData("cerebras", "m", "frequency_penalty")]
    [InlineData("zai", "m", "seed")]
    [InlineData("xai", "m", "top_k")]
    [InlineData("ollama", "m", "top_k")]
    public async Task GetResponse_SettingThatTheProviderLacks_IsDroppedAndNotedOrRefused(
        string provider,
        string model,
        string setting
    )
    {
        var options = new ChatOptions
        {
            ModelId = model,
            Temperature = 0.2f,
            TopK = 5,
            Seed = 1,
            FrequencyPenalty = 0.1f,
            StopSequences = ["x"],
        };
        var handler = new ScriptedHandler(Answers.Text(provider));
        using var dropping = Clients.Create(provider, handler);
        using var refusing = Clients.Create(
            provider,
            handler,
            configure: made => made.UnsupportedParameters = UnsupportedParameters.Refuse
        );

        var answer = await dropping.GetResponseAsync("Hi", options);
        var refusal = await Should.ThrowAsync<NotSupportedException>(() =>
            refusing.GetResponseAsync("Hi", options)
        );

        handler.Sent.TryGetProperty(setting, out _).ShouldBeFalse();
        handler.Requests.ShouldBe(1);
        ((string[])answer.AdditionalProperties![ProviderFields.Dropped]!).ShouldContain(setting);
        refusal.Message.ShouldContain(provider);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_SettingThatTheProviderLacks_IsOnTheRecord(bool streamed)
    {
        var body = Answers.Text("mistral");
        var record = await Metered.AskAsync(
            "mistral",
            "some-model",
            new ScriptedHandler(streamed ? StreamedAnswers.Of("mistral", body) : body),
            streamed,
            deployment => deployment.Price(1, 10),
            options: new() { TopK = 5 }
        );

        record.Notes.ShouldContain("some-model does not have top_k: left out");
    }

    [Fact]
    public async Task GetResponse_SettingOfAnotherProvider_IsNotSent()
    {
        var sent = await SendAsync(
            "groq",
            "m",
            new()
            {
                AdditionalProperties = new()
                {
                    ["anthropic.top_x"] = 1,
                    ["groq.service_tier"] = "flex",
                    ["skrouter.role"] = "planner",
                },
            }
        );

        sent.GetProperty("service_tier").GetString().ShouldBe("flex");
        sent.GetRawText().ShouldNotContain("top_x");
        sent.GetRawText().ShouldNotContain("planner");
    }

    [Fact]
    public async Task GetResponse_TemperatureAsSingle_IsWrittenAsMeant()
    {
        var sent = await SendAsync("mistral", "m", new() { Temperature = 0.2f });

        sent.GetProperty("temperature").GetRawText().ShouldBe("0.2");
    }

    [Fact]
    public async Task GetResponse_DeploymentParameters_FillWhatTheRequestLeavesOpen()
    {
        var handler = new ScriptedHandler(Answers.Text("openrouter"));
        using var client = Clients.Create(
            "openrouter",
            handler,
            configure: options =>
            {
                options.Parameters["models"] = new[] { "a/b", "c/d" };
                options.Parameters["temperature"] = 0.9;
                options.Headers["X-Title"] = "My app";
            }
        );

        await client.GetResponseAsync("Hi", new() { Temperature = 0.1f });

        handler.Sent.GetProperty("models").GetArrayLength().ShouldBe(2);
        handler.Sent.GetProperty("temperature").GetDouble().ShouldBe(0.1);
        handler.Request!.Headers.GetValues("X-Title").ShouldBe(["My app"]);
    }

    private static async Task<JsonElement> SendAsync(
        string provider,
        string model,
        ChatOptions options
    )
    {
        var handler = new ScriptedHandler(Answers.Text(provider));
        using var client = Clients.Create(provider, handler, model);
        await client.GetResponseAsync("Hi", options);
        return handler.Sent;
    }

    private static void ShouldHold(JsonElement sent, JsonElement expected)
    {
        foreach (var member in expected.EnumerateObject())
        {
            var actual = sent.GetProperty(member.Name);
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                ShouldHold(actual, member.Value);
            }
            else
            {
                actual.GetRawText().ShouldBe(member.Value.GetRawText());
            }
        }
    }
}
