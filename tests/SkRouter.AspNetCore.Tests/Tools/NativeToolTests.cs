using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.ChatCompletions;

namespace SkRouter.AspNetCore.Tests.Tools;

/// <summary>Tools that the client runs, for a provider that speaks the client's protocol: nothing is changed on the way.</summary>
public sealed class NativeToolTests
{
    private const string Path = "/v1/responses";

    [Theory]
    [MemberData(nameof(ClientToolCase.Names), MemberType = typeof(ClientToolCase))]
    public async Task Post_SameProtocol_ToolCallAndResultArriveAsTheyWere(string name)
    {
        var tool = ClientToolCase.All[name];
        var items = new JsonArray(
            JsonNode.Parse(
                """{"type":"message","id":"msg_1","role":"developer","content":[{"type":"input_text","text":"Be brief."}]}"""
            ),
            JsonNode.Parse("""{"role":"user","content":"Go."}"""),
            tool.CallWith("call_1"),
            tool.OutputWith("call_1")
        );
        var request = new JsonObject
        {
            ["model"] = "writer",
            ["input"] = items.DeepClone(),
            ["tools"] = new JsonArray(JsonNode.Parse(tool.Tool)),
        };
        var answered = tool.CallWith("call_2");
        answered["id"] = "fc_provider";
        var upstream = new RecordingUpstream { Says = Response(answered) };
        await using var server = await StartAsync(upstream);

        using var response = await server.PostAsync(Path, request.ToJsonString());

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var sent = JsonNode.Parse(upstream.Sent.Single())!;
        Same(sent["tools"]!, request["tools"]!);
        Same(Comparable(sent["input"]!), Comparable(items));
        Same(answer["output"]![0]!, answered);
    }

    [Fact]
    public async Task Post_SameProtocol_StepsOfTheProviderArriveAndComeBack()
    {
        const string Search =
            """{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}}""";
        var upstream = new RecordingUpstream
        {
            Says = Response(JsonNode.Parse(Search)!.AsObject()),
        };
        await using var server = await StartAsync(upstream);

        using var response = await server.PostAsync(
            Path,
            $$"""{"model":"writer","tools":[{"type":"web_search","search_context_size":"low"}],"input":[{"role":"user","content":"Go."},{{Search}}]}"""
        );

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var sent = JsonNode.Parse(upstream.Sent.Single())!;
        Same(sent["input"]![1]!, JsonNode.Parse(Search)!);
        Same(
            sent["tools"]!,
            JsonNode.Parse("""[{"type":"web_search","search_context_size":"low"}]""")!
        );
        Same(answer["output"]![0]!, JsonNode.Parse(Search)!);
    }

    private static Task<ApiServer> StartAsync(RecordingUpstream upstream) =>
        RelayServer.StartAsync(upstream, provider: "openai-responses");

    private static string Response(JsonObject item) =>
        new JsonObject
        {
            ["id"] = "resp_provider",
            ["object"] = "response",
            ["status"] = "completed",
            ["model"] = "gpt-x",
            ["output"] = new JsonArray(item.DeepClone()),
            ["usage"] = JsonNode.Parse(
                """{"input_tokens":9,"output_tokens":3,"total_tokens":12}"""
            ),
        }.ToJsonString();

    /// <summary>A plain text and one part with it say the same, and so do null and no member.</summary>
    private static JsonArray Comparable(JsonNode items)
    {
        var copy = items.DeepClone().AsArray();
        foreach (var item in copy.OfType<JsonObject>())
        {
            foreach (var (name, _) in item.Where(member => member.Value is null).ToList())
            {
                item.Remove(name);
            }

            foreach (var name in (string[])["content", "output"])
            {
                if (item[name] is JsonArray { Count: 1 } parts && parts[0]?["text"] is { } text)
                {
                    item[name] = text.DeepClone();
                }
            }
        }

        return copy;
    }

    private static void Same(JsonNode one, JsonNode other) =>
        JsonNode.DeepEquals(one, other).ShouldBeTrue($"{one}\nis not\n{other}");
}
