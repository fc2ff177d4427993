using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.Routing;

namespace SkRouter.Tests.Routing;

public sealed class RequestedReasoningTests
{
    [Theory]
    [InlineData("reasoning_effort", "\"high\"", "Asked")]
    [InlineData("reasoning_effort", "\"low\"", "Asked")]
    [InlineData("reasoning_effort", "\"none\"", "Declined")]
    [InlineData("chat-completions.reasoning_effort", "\"minimal\"", "Declined")]
    [InlineData("chat-completions.reasoning", """{"max_tokens":2000}""", "Asked")]
    [InlineData("chat-completions.reasoning", """{"effort":"none"}""", "Declined")]
    [InlineData("chat-completions.reasoning", """{"enabled":false}""", "Declined")]
    [InlineData("chat-completions.reasoning", """{"exclude":true}""", "NotSaid")]
    [InlineData("messages.thinking", """{"type":"enabled","budget_tokens":1024}""", "Asked")]
    [InlineData("messages.thinking", """{"type":"adaptive"}""", "Asked")]
    [InlineData("messages.thinking", """{"type":"disabled"}""", "Declined")]
    [InlineData("responses.reasoning", """{"effort":"medium","summary":"auto"}""", "Asked")]
    [InlineData("responses.reasoning", """{"summary":"auto"}""", "NotSaid")]
    [InlineData("chat-completions.enable_thinking", "false", "Declined")]
    [InlineData("chat-completions.enable_thinking", "true", "Asked")]
    [InlineData("generate-content.thinkingConfig", """{"thinkingBudget":0}""", "Declined")]
    [InlineData("generate-content.thinkingConfig", """{"thinkingLevel":"high"}""", "Asked")]
    [InlineData("thinking_budget", "0", "Declined")]
    [InlineData("thinking_budget", "4096", "Asked")]
    [InlineData("temperature", "1", "NotSaid")]
    [InlineData("reasoning_effort", "null", "NotSaid")]
    public void Of_AField_IsReadAsJsonNodeAndSetting(string name, string json, string wish)
    {
        var element = JsonDocument.Parse(json).RootElement;
        object?[] forms = [element, JsonNode.Parse(json)];
        foreach (var form in forms)
        {
            var options = new ChatOptions { AdditionalProperties = new() { [name] = form } };
            RequestedReasoning.Of(new([], options)).ToString().ShouldBe(wish);
        }

        var settings = new PromptExecutionSettings
        {
            ExtensionData = new Dictionary<string, object> { [name] = element },
        };
        RequestedReasoning
            .Of(new(new ChatHistory(), settings, kernel: null, []))
            .ToString()
            .ShouldBe(wish);
    }

    [Theory]
    [InlineData(ReasoningEffort.None, "Declined")]
    [InlineData(ReasoningEffort.Low, "Asked")]
    [InlineData(ReasoningEffort.ExtraHigh, "Asked")]
    public void Of_ChatOptions_GoesByTheEffort(ReasoningEffort effort, string wish) =>
        RequestedReasoning
            .Of(new([], new() { Reasoning = new() { Effort = effort } }))
            .ToString()
            .ShouldBe(wish);

    [Theory]
    [InlineData("high", "Asked")]
    [InlineData("minimal", "Declined")]
    [InlineData(null, "NotSaid")]
    public void Of_SettingsOfSemanticKernelsConnector_GoesByTheirProperty(
        string? effort,
        string wish
    ) =>
        RequestedReasoning
            .Of(
                new(
                    new ChatHistory(),
                    new OpenAIPromptExecutionSettings { ReasoningEffort = effort },
                    kernel: null,
                    []
                )
            )
            .ToString()
            .ShouldBe(wish);

    [Fact]
    public void Of_NothingSaid_IsNotSaid()
    {
        RequestedReasoning.Of(new([], options: null)).ShouldBe(ReasoningWish.NotSaid);
        RequestedReasoning
            .Of(new(new ChatHistory(), settings: null, kernel: null, []))
            .ShouldBe(ReasoningWish.NotSaid);
    }
}
