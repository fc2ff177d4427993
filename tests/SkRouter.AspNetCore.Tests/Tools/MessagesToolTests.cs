using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Tests.ChatCompletions;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Tools;

/// <summary>Anthropic's tools that the client runs, and blocks of its protocol.</summary>
public sealed class MessagesToolTests
{
    private const string Path = "/v1/messages";

    private const string Answer =
        """{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}""";

    public static TheoryData<string, string> Tools =>
        new()
        {
            { """{"type":"bash_20250124","name":"bash"}""", "command" },
            { """{"type":"bash_20241022","name":"bash"}""", "command" },
            {
                """{"type":"text_editor_20250728","name":"str_replace_based_edit_tool","max_characters":900}""",
                "insert_text"
            },
            {
                """{"type":"text_editor_20250429","name":"str_replace_based_edit_tool"}""",
                "insert_text"
            },
            { """{"type":"text_editor_20250124","name":"str_replace_editor"}""", "path" },
            { """{"type":"text_editor_20241022","name":"str_replace_editor"}""", "path" },
            { """{"type":"memory_20250818","name":"memory"}""", "new_path" },
            {
                """{"type":"computer_20250124","name":"computer","display_width_px":800,"display_height_px":600}""",
                "coordinate"
            },
            {
                """{"type":"computer_20251124","name":"computer","display_width_px":800,"display_height_px":600}""",
                "coordinate"
            },
        };

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Post_Tool_IsAFunctionElsewhere(string tool, string parameter)
    {
        var model = new ScriptedModel(ScriptedStep.Answer("ok"));
        await using var server = await ApiServer.StartAsync(model);

        using var response = await server.PostAsync(Path, Request(tool));

        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        var function = model.Options[0]!.Tools!.OfType<AIFunctionDeclaration>().Single();
        function.Name.ShouldBe((string?)JsonNode.Parse(tool)!["name"]);
        function.Description.ShouldNotBeNullOrEmpty();
        function
            .JsonSchema.GetProperty("properties")
            .TryGetProperty(parameter, out _)
            .ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Tools))]
    [InlineData("""{"type":"computer_toolset_20260801"}""", "")]
    [InlineData("""{"type":"web_search_20250305","name":"web_search","max_uses":2}""", "")]
    [InlineData("""{"type":"mcp_toolset","mcp_server_name":"docs"}""", "")]
    public async Task Post_Tool_IsUnchangedForAProviderOfTheProtocol(string tool, string parameter)
    {
        _ = parameter;
        var upstream = new RecordingUpstream { Says = Answer };
        await using var server = await RelayServer.StartAsync(upstream, provider: "anthropic");

        using var response = await server.PostAsync(Path, Request(tool));

        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        Same(JsonNode.Parse(upstream.Sent.Single())!["tools"]![0]!, JsonNode.Parse(tool)!);
    }

    [Theory]
    [InlineData("""{"type":"web_search_20250305","name":"web_search"}""", "auto", null)]
    [InlineData("""{"type":"web_search_20250305","name":"web_search"}""", "tool", "web_search")]
    [InlineData("""{"type":"computer_toolset_20260801"}""", "auto", "computer_toolset_20260801")]
    public async Task Post_ToolOfTheProvider_IsLeftOutAndNamedUnlessItIsNeeded(
        string tool,
        string choice,
        string? refused
    )
    {
        var model = new ScriptedModel(ScriptedStep.Answer("ok"));
        await using var server = await ApiServer.StartAsync(model);

        using var response = await server.PostAsync(
            Path,
            $$"""{"model":"writer","max_tokens":9,"tools":[{{tool}}],"tool_choice":{"type":"{{choice}}","name":"web_search"},"messages":[{"role":"user","content":"a"}]}"""
        );

        if (refused is null)
        {
            response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
            response
                .Headers.GetValues("x-skrouter-ignored")
                .Single()
                .ShouldContain("tool:web_search");
        }
        else
        {
            response.IsSuccessStatusCode.ShouldBeFalse();
            (await response.Content.ReadAsStringAsync()).ShouldContain(refused);
            model.Requests.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Post_Blocks_ArriveUnchangedAtAProviderOfTheProtocol()
    {
        const string Messages = """
            [
              {"role":"user","content":[
                {"type":"document","source":{"type":"text","media_type":"text/plain","data":"All of it."},"title":"T","context":"C","citations":{"enabled":true}},
                {"type":"search_result","source":"https://a.test","title":"A","content":[{"type":"text","text":"found"}],"citations":{"enabled":true}},
                {"type":"text","text":"Go.","cache_control":{"type":"ephemeral"}}]},
              {"role":"assistant","content":[
                {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"q"}},
                {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]},
                {"type":"tool_use","id":"toolu_1","name":"read","input":{"path":"a"}}]},
              {"role":"user","content":[
                {"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"tool_reference","tool_name":"send"},{"type":"text","text":"x"}]}]}
            ]
            """;
        var upstream = new RecordingUpstream { Says = Answer };
        await using var server = await RelayServer.StartAsync(upstream, provider: "anthropic");

        using var response = await server.PostAsync(
            Path,
            """{"model":"writer","max_tokens":9,"tools":[{"name":"read","input_schema":{"type":"object"}}],"messages":"""
                + Messages
                + "}"
        );

        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        Same(JsonNode.Parse(upstream.Sent.Single())!["messages"]!, JsonNode.Parse(Messages)!);
    }

    private static string Request(string tool) =>
        $$"""{"model":"writer","max_tokens":9,"tools":[{{tool}}],"messages":[{"role":"user","content":"a"}]}""";

    private static void Same(JsonNode one, JsonNode other) =>
        JsonNode.DeepEquals(one, other).ShouldBeTrue($"{one}\nis not\n{other}");
}
