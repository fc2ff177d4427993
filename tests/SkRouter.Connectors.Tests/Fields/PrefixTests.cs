using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.Connectors.Tests.Fields;

/// <summary>A provider is asked to go on with another's text in the way that it documents.</summary>
public sealed class PrefixTests
{
    private const string Rest =
        "data: {\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" three\"}}]}\n\n"
        + "data: {\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    [Theory]
    [InlineData("deepseek", null, "deepseek-chat", "prefix", "", "/beta/chat/completions")]
    [InlineData("mistral", null, "mistral-large-latest", "prefix", "", "/v1/chat/completions")]
    [InlineData("local", "dashscope", "qwen-plus", "partial", "", "/v1/chat/completions")]
    [InlineData("local", "moonshot", "kimi-k2-0905-preview", "partial", "", "/v1/chat/completions")]
    [InlineData(
        "local",
        "vllm",
        "some-model",
        "",
        "continue_final_message,add_generation_prompt",
        "/v1/chat/completions"
    )]
    [InlineData(
        "local",
        "sglang",
        "some-model",
        "",
        "continue_final_message",
        "/v1/chat/completions"
    )]
    [InlineData("openrouter", null, "anthropic/claude-sonnet-4.5", "", "", "/v1/chat/completions")]
    public async Task Stream_AnotherBrokeOff_IsAskedToGoOnAsDocumented(
        string provider,
        string? stated,
        string model,
        string ofMessage,
        string ofRequest,
        string path
    )
    {
        using var handler = new ScriptedHandler(Rest, contentType: "text/event-stream");
        using var second = Clients.Create(
            provider,
            handler,
            model,
            options => options.BaseUrl = provider is "deepseek" ? null : options.BaseUrl
        );
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Deployment(
                    "second",
                    deployment => deployment.Serves(model).Options.Provider = stated
                );
                router.Role("agent", role => role.Prefer("first").FallBackTo("second"));
            },
            (
                "first",
                new ScriptedChatClient(
                    new ScriptedStep
                    {
                        Text = "one two broken",
                        Fault = new IOException("cut"),
                        PiecesBeforeFault = 3,
                    }
                )
            ),
            ("second", second)
        );

        var text = "";
        await foreach (var update in kernel.Router().GetStreamingResponseAsync("count"))
        {
            text += update.Text;
        }

        text.ShouldBe("one two three");
        handler.Request!.RequestUri!.AbsolutePath.ShouldBe(path);
        var messages = handler.Sent.GetProperty("messages").EnumerateArray().ToList();
        messages[^1].GetProperty("role").GetString().ShouldBe("assistant");
        messages[^1].GetRawText().ShouldContain("one two");
        foreach (var name in new[] { "prefix", "partial" })
        {
            var sent = messages[^1].TryGetProperty(name, out var value);
            sent.ShouldBe(name == ofMessage, name);
            (sent && value.ValueKind is not JsonValueKind.True).ShouldBeFalse();
        }

        foreach (var name in new[] { "continue_final_message", "add_generation_prompt" })
        {
            handler
                .Sent.TryGetProperty(name, out var value)
                .ShouldBe(ofRequest.Split(',').Contains(name, StringComparer.Ordinal), name);
            (value.ValueKind is JsonValueKind.True).ShouldBe(
                name is "continue_final_message" && ofRequest.Length > 0
            );
        }
    }

    [Fact]
    public async Task Stream_AsUsual_GoesToTheUsualPath()
    {
        using var handler = new ScriptedHandler(Rest, contentType: "text/event-stream");
        using var client = Clients.Create(
            "deepseek",
            handler,
            "deepseek-chat",
            options => options.BaseUrl = null
        );

        await client.GetStreamingResponseAsync("count").ToChatResponseAsync();

        handler.Request!.RequestUri!.AbsolutePath.ShouldBe("/chat/completions");
    }
}
