using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests;

public sealed class PromptCacheTests
{
    private static readonly string Long = new('x', 6_000);

    [Fact]
    public async Task GetResponse_LongSystemPrompt_IsMarkedOnce()
    {
        var sent = await SendAsync([new(ChatRole.System, Long), new(ChatRole.User, "Hi")]);

        Marked(sent.GetProperty("system")[0]).ShouldBeTrue();
        Marked(sent.GetProperty("messages")[0].GetProperty("content")[0]).ShouldBeFalse();
    }

    [Fact]
    public async Task GetResponse_ShortPrompt_IsNotMarked()
    {
        var sent = await SendAsync([new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hi")]);

        sent.GetRawText().ShouldNotContain("cache_control");
    }

    [Fact]
    public async Task GetResponse_LongConversationThatGrows_IsMarkedAtItsEnd()
    {
        var sent = await SendAsync([
            new(ChatRole.User, Long),
            new(ChatRole.Assistant, "Yes?"),
            new(ChatRole.User, "Go on."),
        ]);

        Marked(sent.GetProperty("messages")[2].GetProperty("content")[0]).ShouldBeTrue();
        Marked(sent.GetProperty("messages")[0].GetProperty("content")[0]).ShouldBeFalse();
    }

    [Fact]
    public async Task GetResponse_CallerMarkedByHand_AddsNoMark()
    {
        var marked = new TextContent("Here.")
        {
            AdditionalProperties = new()
            {
                ["anthropic.cache_control"] = JsonElement.Parse(
                    """{"type":"ephemeral","ttl":"1h"}"""
                ),
            },
        };

        var sent = await SendAsync([new(ChatRole.System, Long), new(ChatRole.User, [marked])]);

        Marked(sent.GetProperty("system")[0]).ShouldBeFalse();
        Marked(sent.GetProperty("messages")[0].GetProperty("content")[0]).ShouldBeTrue();
    }

    [Fact]
    public async Task GetResponse_CachingOff_IsNotMarked()
    {
        var sent = await SendAsync(
            [new(ChatRole.System, Long), new(ChatRole.User, "Hi")],
            options => options.PromptCaching = false
        );

        sent.GetRawText().ShouldNotContain("cache_control");
    }

    private static bool Marked(JsonElement block) => block.TryGetProperty("cache_control", out _);

    private static async Task<JsonElement> SendAsync(
        List<ChatMessage> messages,
        Action<ProviderOptions>? configure = null
    )
    {
        var handler = new ScriptedHandler(Answers.Text("anthropic"));
        using var client = Clients.Create("anthropic", handler, configure: configure);
        await client.GetResponseAsync(messages);
        return handler.Sent;
    }
}
