using System.Net;
using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.Fields;

namespace SkRouter.AspNetCore.Tests.ChatCompletions;

/// <summary>Custom tools of chat completions take one text: to providers without them they are functions, in the request and in the history.</summary>
public sealed class CustomToolTests
{
    private const string Request = """
        {"model":"writer",
         "tools":[{"type":"custom","custom":{"name":"write","description":"Writes.","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: WORD"}}}}],
         "tool_choice":{"type":"custom","custom":{"name":"write"}},
         "messages":[{"role":"user","content":"Hi"},
                     {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"custom","custom":{"name":"write","input":"x = 1"}}]},
                     {"role":"tool","tool_call_id":"call_1","content":"done"},
                     {"role":"user","content":"Again"}]}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_ToAProviderWithCustomTools_AllArriveAsTheyCame(bool streamed)
    {
        var sent = await SendAsync("chat-completions", streamed);

        var asked = JsonNode.Parse(Request)!;
        foreach (var name in (string[])["tools", "tool_choice"])
        {
            JsonNode.DeepEquals(sent[name], asked[name]).ShouldBeTrue(sent.ToJsonString());
        }

        JsonNode
            .DeepEquals(sent["messages"]![1]!["tool_calls"], asked["messages"]![1]!["tool_calls"])
            .ShouldBeTrue(sent.ToJsonString());
    }

    [Theory]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    [InlineData("responses", false)]
    [InlineData("generate-content", true)]
    [InlineData("chat-client", false)]
    [InlineData("semantic-kernel", true)]
    public async Task Post_ToAnyOther_ToolChoiceAndHistoryAreThoseOfAFunction(
        string kind,
        bool streamed
    )
    {
        var sent = (await SendAsync(kind, streamed)).ToJsonString();

        sent.ShouldNotContain("\"custom\"");
        sent.ShouldContain("\"write\"");
        // The one parameter, the grammar and the earlier call.
        sent.ShouldContain("The whole input of the tool as plain text.");
        sent.ShouldContain("start: WORD");
        sent.ShouldContain("x = 1");
    }

    private static async Task<JsonObject> SendAsync(string kind, bool streamed)
    {
        await using var server = await FieldServer.StartAsync(kind);
        var body = JsonNode.Parse(Request)!.AsObject();
        body["stream"] = streamed;

        using var response = await server.Api.PostAsync(
            "/v1/chat/completions",
            body.ToJsonString()
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return server.Upstream.Sent!;
    }
}
