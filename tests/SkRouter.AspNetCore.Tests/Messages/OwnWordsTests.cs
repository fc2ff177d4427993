using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.AspNetCore.Tests.Answers;
using SkRouter.AspNetCore.Tests.Fields;
using SkRouter.Filters;

namespace SkRouter.AspNetCore.Tests.Messages;

/// <summary>Blocks that are read as texts and sent as blocks: what a filter changes of the text is what is sent.</summary>
public sealed class OwnWordsTests
{
    private const string Answer = """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}
        """;

    public static TheoryData<string> Blocks { get; } =
        new()
        {
            """{"type":"document","title":"T","context":"C","source":{"type":"text","media_type":"text/plain","data":"secret"},"cache_control":{"type":"ephemeral"}}""",
            """{"type":"document","source":{"type":"content","content":[{"type":"text","text":"secret"}]}}""",
            """{"type":"search_result","title":"T","source":"s","content":[{"type":"text","text":"secret"}]}""",
            """{"type":"compaction","content":"secret"}""",
        };

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Post_TextThatAFilterChanges_IsSentInPlaceOfTheBlock(string block)
    {
        var sent = await SendAsync(
            block,
            text => text.Replace("secret", "[gone]", StringComparison.Ordinal)
        );

        sent.ToJsonString().ShouldNotContain("secret");
        var written = sent["messages"]![0]!["content"]![0]!;
        written["type"]!.GetValue<string>().ShouldBe("text");
        written["text"]!.GetValue<string>().ShouldContain("[gone]");
        JsonNode
            .DeepEquals(written["cache_control"], JsonNode.Parse(block)!["cache_control"])
            .ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Post_TextThatNobodyChanges_IsSentAsTheBlock(string block)
    {
        var sent = await SendAsync(block, text => text);

        JsonSubset
            .Difference(JsonNode.Parse(block), sent["messages"]![0]!["content"]![0], "$")
            .ShouldBeNull();
    }

    [Theory]
    [InlineData("chat-completions")]
    [InlineData("responses")]
    [InlineData("generate-content")]
    [InlineData("semantic-kernel")]
    public async Task Post_SummaryOfAShortenedConversation_IsATextElsewhere(string kind)
    {
        await using var server = await FieldServer.StartAsync(kind);

        using var response = await server.Api.PostAsync(
            "/v1/messages",
            """{"model":"writer","max_tokens":100,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"compaction","content":"So far."}]},{"role":"user","content":"Go on"}]}"""
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Upstream.Sent!.ToJsonString().ShouldContain("So far.");
    }

    [Theory]
    [InlineData("chat-completions", HttpStatusCode.BadRequest)]
    [InlineData("messages", HttpStatusCode.BadRequest)]
    [InlineData("chat-client", HttpStatusCode.BadRequest)]
    [InlineData("responses", HttpStatusCode.OK)]
    public async Task Post_ConversationThatOneProviderShortenedForItself_GoesToNobodyElse(
        string kind,
        HttpStatusCode expected
    )
    {
        await using var server = await FieldServer.StartAsync(kind);

        using var response = await server.Api.PostAsync(
            "/v1/responses",
            """{"model":"writer","input":[{"type":"compaction","id":"cmp_1","encrypted_content":"enc"},{"role":"user","content":"Go on"}]}"""
        );

        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, body);
        if (expected == HttpStatusCode.BadRequest)
        {
            body.ShouldContain("compaction");
            server.Upstream.Sent.ShouldBeNull();
        }
    }

    private static async Task<JsonObject> SendAsync(string block, Func<string, string> change)
    {
        var upstream = new ScriptedUpstream(Answer);
        await using var server = await upstream.StartAsync(
            "anthropic",
            "claude-sonnet-4-5",
            services =>
                services.AddSingleton<IModelInvocationFilter>(
                    new DelegateFilter(
                        (context, next) =>
                        {
                            foreach (
                                var text in context
                                    .Request.Messages.SelectMany(message => message.Contents)
                                    .OfType<TextContent>()
                            )
                            {
                                text.Text = change(text.Text);
                            }

                            return next(context);
                        }
                    )
                )
        );

        using var response = await server.PostAsync(
            "/v1/messages",
            $$"""{"model":"writer","max_tokens":100,"messages":[{"role":"user","content":[{{block}},{"type":"text","text":"Hi"}]}]}"""
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return upstream.Sent[0];
    }
}
