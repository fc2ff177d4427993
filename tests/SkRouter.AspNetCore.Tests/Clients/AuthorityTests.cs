using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.ChatCompletions;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>An instruction between the turns stays an instruction, whatever the provider's word for it is.</summary>
public sealed class AuthorityTests
{
    private const string ChatAnswer = RecordingUpstream.Answer;

    private const string MessagesAnswer =
        """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}""";

    private const string ResponsesAnswer =
        """{"id":"resp_1","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"ok"}]}],"usage":{"input_tokens":3,"output_tokens":1,"total_tokens":4}}""";

    private const string GeminiAnswer =
        """{"candidates":[{"content":{"role":"model","parts":[{"text":"ok"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,"totalTokenCount":4}}""";

    public static TheoryData<string, string, string> Providers =>
        new()
        {
            { "openai", ChatAnswer, "messages" },
            { "openai-responses", ResponsesAnswer, "input" },
            { "anthropic", MessagesAnswer, "system" },
            { "google", GeminiAnswer, "systemInstruction" },
        };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Post_DeveloperBetweenTurns_IsNeverTheUsers(
        string provider,
        string answer,
        string place
    )
    {
        var upstream = new RecordingUpstream { Says = answer };
        await using var server = await RelayServer.StartAsync(upstream, provider: provider);

        using var response = await server.PostAsync(
            "/v1/responses",
            """
            {"model":"writer","instructions":"First.","input":[
              {"role":"user","content":"a"},
              {"role":"assistant","content":"b"},
              {"type":"message","role":"developer","content":"Be brief from now on."},
              {"role":"user","content":"c"}]}
            """
        );

        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        var sent = JsonNode.Parse(upstream.Sent.Single())!;
        sent[place]!.ToJsonString().ShouldContain("Be brief from now on.");
        foreach (var turn in Turns(sent))
        {
            if (turn.ToJsonString().Contains("Be brief", StringComparison.Ordinal))
            {
                ((string?)turn["role"]).ShouldBeOneOf("system", "developer");
            }
        }
    }

    [Fact]
    public async Task PostMessages_SystemBetweenTurns_KeepsItsPlaceAtAProviderOfTheProtocol()
    {
        var upstream = new RecordingUpstream { Says = MessagesAnswer };
        await using var server = await RelayServer.StartAsync(upstream, provider: "anthropic");

        using var response = await server.PostAsync(
            "/v1/messages",
            """
            {"model":"writer","max_tokens":9,"messages":[
              {"role":"user","content":"a"},
              {"role":"system","content":"Be brief from now on."},
              {"role":"user","content":"c"}]}
            """
        );

        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        var sent = JsonNode.Parse(upstream.Sent.Single())!;
        sent["messages"]!
            .AsArray()
            .Select(turn => (string?)turn!["role"])
            .ShouldBe(["user", "system", "user"]);
        sent["system"].ShouldBeNull();
    }

    private static IEnumerable<JsonNode> Turns(JsonNode sent) =>
        (sent["messages"] ?? sent["input"] ?? sent["contents"])!.AsArray().OfType<JsonNode>();
}
