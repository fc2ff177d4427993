using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Tools;

/// <summary>Tools that the client runs, for a model that knows functions only.</summary>
public sealed class ClientToolTests
{
    private const string Path = "/v1/responses";

    private static IEnumerable<(string Name, bool Streamed, bool InInput)> Cases =>
        from name in ClientToolCase.All.Keys
        from streamed in (bool[])[false, true]
        from inInput in (bool[])[false, true]
        select (name, streamed, inInput);

    public static TheoryData<string, bool, bool> Data
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (var (name, streamed, inInput) in Cases)
            {
                data.Add(name, streamed, inInput);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Data))]
    public async Task Post_Tool_IsAFunctionAndItsCallComesBackAsTheItem(
        string name,
        bool streamed,
        bool inInput
    )
    {
        var tool = ClientToolCase.All[name];
        var model = new ScriptedModel(ScriptedStep.Call(tool.Function, ArgumentsOf(tool)));
        await using var server = await ApiServer.StartAsync(model);

        var item = await CallAsync(server, Request(tool, inInput, streamed), streamed);

        var offered = model.Options[0]!
            .Tools!.OfType<AIFunctionDeclaration>()
            .Single(function => function.Name == tool.Function);
        offered.JsonSchema.GetProperty("type").GetString().ShouldBe("object");
        var expected = tool.CallWith($"call_{tool.Function}");
        expected["id"] = item["id"]!.GetValue<string>();
        JsonNode.DeepEquals(item, expected).ShouldBeTrue($"{item}\nis not\n{expected}");
    }

    [Theory]
    [MemberData(nameof(ClientToolCase.Names), MemberType = typeof(ClientToolCase))]
    public async Task Post_CallAndResult_AreAFunctionCallAndItsResult(string name)
    {
        var tool = ClientToolCase.All[name];
        var model = new ScriptedModel(ScriptedStep.Answer("fine"));
        await using var server = await ApiServer.StartAsync(model);
        var request = Request(tool, inInput: false, streamed: false);
        request["input"]!.AsArray().Add(tool.CallWith("call_1"));
        request["input"]!.AsArray().Add(tool.OutputWith("call_1"));

        using var response = await server.PostAsync(Path, request.ToJsonString());

        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        var asked = model.Conversations[0];
        var call = asked
            .SelectMany(message => message.Contents)
            .OfType<FunctionCallContent>()
            .Single();
        (call.CallId, call.Name).ShouldBe(("call_1", tool.Function));
        call.Exception.ShouldBeNull();
        var result = asked
            .SelectMany(message => message.Contents)
            .OfType<FunctionResultContent>()
            .Single();
        result.CallId.ShouldBe("call_1");
        (
            result.Result as string
            ?? ((IEnumerable<AIContent>)result.Result!).OfType<DataContent>().Single().MediaType
        ).ShouldContain(tool.Result);
    }

    [Fact]
    public async Task Post_TwoGroupsWithOneName_KeepThemApart()
    {
        var model = new ScriptedModel(ScriptedStep.Call("b__send", ("to", "ann")));
        await using var server = await ApiServer.StartAsync(model);

        var item = await CallAsync(
            server,
            JsonNode
                .Parse(
                    """
                    {"model":"writer","input":"a","tools":[
                      {"type":"namespace","name":"a","description":"","tools":[{"type":"function","name":"send","parameters":{"type":"object"}}]},
                      {"type":"namespace","name":"b","description":"","tools":[{"type":"function","name":"send","parameters":{"type":"object"}}]}]}
                    """
                )!
                .AsObject(),
            streamed: false
        );

        model.Options[0]!.Tools!.Select(tool => tool.Name).ShouldBe(["a__send", "b__send"]);
        ((string?)item["name"], (string?)item["namespace"]).ShouldBe(("send", "b"));
    }

    private static (string, object?)[] ArgumentsOf(ClientToolCase tool) =>
        [
            .. JsonElement
                .Parse(tool.Arguments)
                .EnumerateObject()
                .Select(member => (member.Name, (object?)member.Value.Clone())),
        ];

    private static JsonObject Request(ClientToolCase tool, bool inInput, bool streamed)
    {
        var input = new JsonArray();
        var request = new JsonObject { ["model"] = "writer", ["input"] = input };
        var tools = new JsonArray(JsonNode.Parse(tool.Tool));
        if (inInput)
        {
            input.Add(
                new JsonObject
                {
                    ["type"] = "additional_tools",
                    ["role"] = "developer",
                    ["tools"] = tools,
                }
            );
        }
        else
        {
            request["tools"] = tools;
        }

        input.Add(new JsonObject { ["role"] = "user", ["content"] = "Go." });
        if (streamed)
        {
            request["stream"] = true;
        }

        return request;
    }

    private static async Task<JsonObject> CallAsync(
        ApiServer server,
        JsonObject request,
        bool streamed
    )
    {
        JsonElement response;
        if (streamed)
        {
            var stream = await WireStream.AskAsync(server, Path, request.ToJsonString());
            stream.Clean.ShouldBeTrue();
            response = stream.Data[^1].GetProperty("response");
            var done = stream
                .Data.Single(data =>
                    data.GetProperty("type").GetString() == "response.output_item.done"
                )
                .GetProperty("item");
            JsonElement.DeepEquals(done, response.GetProperty("output")[0]).ShouldBeTrue();
        }
        else
        {
            response = await server.PostJsonAsync(Path, request.ToJsonString());
        }

        response.GetProperty("status").GetString().ShouldBe("completed", response.ToString());
        return JsonNode.Parse(response.GetProperty("output")[0].GetRawText())!.AsObject();
    }
}
