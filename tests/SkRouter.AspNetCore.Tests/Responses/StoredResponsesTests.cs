using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Responses;

public sealed class StoredResponsesTests
{
    private const string Path = "/v1/responses";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_PreviousResponse_TheConversationGoesOn(bool streamed)
    {
        var model = new ScriptedModel(
            ScriptedStep.Call("read", ("path", "a")),
            ScriptedStep.Answer("It says x."),
            ScriptedStep.Answer("Bye.")
        );
        await using var server = await ApiServer.StartAsync(model);
        const string Tools =
            "\"tools\":[{\"type\":\"function\",\"name\":\"read\",\"parameters\":{\"type\":\"object\"}}]";

        var first = await AskAsync($$"""{"model":"writer","input":"Read a.",{{Tools}}""");
        var callId = first.GetProperty("output")[0].GetProperty("call_id").GetString();
        var second = await AskAsync(
            $$"""{"model":"writer","previous_response_id":"{{Id(first)}}","input":[{"type":"function_call_output","call_id":"{{callId}}","output":"x"}],{{Tools}}"""
        );
        var third = await AskAsync(
            $$"""{"model":"writer","previous_response_id":"{{Id(second)}}","input":"Thanks." """
        );

        third.GetProperty("previous_response_id").GetString().ShouldBe(Id(second));
        var asked = model.Conversations[2];
        asked
            .Select(message => message.Role.Value)
            .ShouldBe(["user", "assistant", "tool", "assistant", "user"]);
        asked[0].Text.ShouldBe("Read a.");
        asked[1].Contents.OfType<FunctionCallContent>().Single().CallId.ShouldBe(callId);
        asked[3].Text.ShouldBe("It says x.");

        async Task<JsonElement> AskAsync(string body) =>
            streamed
                ? (await WireStream.AskAsync(server, Path, body + ",\"stream\":true}"))
                    .Data[^1]
                    .GetProperty("response")
                : await server.PostJsonAsync(Path, body + "}");
    }

    [Fact]
    public async Task Post_ItemReference_IsTheItem()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("One."), ScriptedStep.Answer("Two."));
        await using var server = await ApiServer.StartAsync(model);
        var first = await server.PostJsonAsync(Path, """{"model":"writer","input":"a"}""");
        var item = first.GetProperty("output")[0].GetProperty("id").GetString();

        await server.PostJsonAsync(
            Path,
            $$"""{"model":"writer","input":[{"role":"user","content":"a"},{"type":"item_reference","id":"{{item}}"},{"role":"user","content":"b"}]}"""
        );

        model.Conversations[1].Select(message => message.Text).ShouldBe(["a", "One.", "b"]);
    }

    [Fact]
    public async Task GetAndDelete_StoredResponse_AsOpenAIHasIt()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("One."));
        var made = await server.PostJsonAsync(
            Path,
            """{"model":"writer","input":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}"""
        );
        var address = $"{Path}/{Id(made)}";

        var read = JsonElement.Parse(await server.Client.GetStringAsync(address));
        JsonElement.DeepEquals(read, made).ShouldBeTrue();
        var items = JsonElement.Parse(await server.Client.GetStringAsync($"{address}/input_items"));
        items.GetProperty("object").GetString().ShouldBe("list");
        items
            .GetProperty("data")
            .EnumerateArray()
            .Select(item => item.GetProperty("content").GetString())
            .ShouldBe(["b", "a"]);
        var page = JsonElement.Parse(
            await server.Client.GetStringAsync($"{address}/input_items?order=asc&limit=1")
        );
        page.GetProperty("data").GetArrayLength().ShouldBe(1);
        page.GetProperty("has_more").GetBoolean().ShouldBeTrue();

        using var deleted = await server.Client.DeleteAsync(new Uri(address, UriKind.Relative));
        JsonElement
            .Parse(await deleted.Content.ReadAsStringAsync())
            .GetProperty("deleted")
            .GetBoolean()
            .ShouldBeTrue();
        using var gone = await server.Client.GetAsync(new Uri(address, UriKind.Relative));
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Post_StoreFalse_IsNotKept()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("One."));

        var made = await server.PostJsonAsync(
            Path,
            """{"model":"writer","input":"a","store":false}"""
        );

        made.GetProperty("store").GetBoolean().ShouldBeFalse();
        using var read = await server.Client.GetAsync(
            new Uri($"{Path}/{Id(made)}", UriKind.Relative)
        );
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var next = await server.PostAsync(
            Path,
            $$"""{"model":"writer","input":"b","previous_response_id":"{{Id(made)}}"}"""
        );
        next.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonElement.Parse(await next.Content.ReadAsStringAsync()).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("previous_response_not_found");
        error.GetProperty("param").GetString().ShouldBe("previous_response_id");
    }

    private static string? Id(JsonElement response) => response.GetProperty("id").GetString();
}
