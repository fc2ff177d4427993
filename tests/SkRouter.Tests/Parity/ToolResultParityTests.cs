using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Tests.Parity;

/// <summary>What tools return goes to the model as Semantic Kernel's connectors write it, whatever kind of deployment is asked.</summary>
public sealed class ToolResultParityTests
{
    private static readonly Dictionary<string, Delegate> Functions = new()
    {
        ["nothing"] = () => { },
        ["null"] = () => (string?)null,
        ["empty"] = () => "",
        ["text"] = () => "plain \"text\" with ünïcode",
        ["JSON text"] = () => """{"a":1}""",
        ["number"] = () => 3.50m,
        ["flag"] = () => true,
        ["enum"] = () => DayOfWeek.Friday,
        ["date"] = () => new DateTime(2026, 11, 29, 10, 0, 0, DateTimeKind.Utc),
        ["object"] = () => new Order("café <1>", null, 41.90m, [new("a", null, 1, [])]),
        ["list"] = () => new List<string> { "a", "b" },
        ["dictionary"] = () => new Dictionary<string, object?> { ["A"] = 1, ["b"] = null },
        ["anonymous"] = () => new { Name = "x", When = DateTimeOffset.UnixEpoch },
        ["JsonElement"] = () => JsonElement.Parse("""{"a":[1,null]}"""),
        ["JsonElement text"] = () => JsonElement.Parse("\"text\""),
        ["JsonNode"] = () => JsonNode.Parse("""{"a":1}"""),
        ["message"] = () => new ChatMessageContent(AuthorRole.Assistant, "said"),
        ["messages"] = () =>
            new List<ChatMessageContent>
            {
                new(AuthorRole.Assistant, "one"),
                new(AuthorRole.Assistant, "two"),
            },
        ["task"] = () => Task.FromResult("later"),
        ["exception"] = (Func<string>)(() => throw new InvalidOperationException("no such order")),
        ["exception with its own words"] =
            (Func<string>)(() => throw new KeyNotFoundException("order 7 is unknown")),
    };

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var name in Functions.Keys)
        {
            cases.Add(name, false);
            cases.Add(name, true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Result_OfEveryKind_IsSentAsSemanticKernelWritesIt(string name, bool streamed)
    {
        var expected = await SentAsync(Backend.ChatService, streamed, routed: false, name);

        (await SentAsync(Backend.ChatService, streamed, routed: true, name)).ShouldBe(expected);
        (await SentAsync(Backend.ChatClient, streamed, routed: true, name)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_OfAFunctionThatWasNotOffered_IsAnsweredAsBySemanticKernel(bool streamed)
    {
        var expected = await SentAsync(
            Backend.ChatService,
            streamed,
            routed: false,
            "text",
            "other"
        );

        (await SentAsync(Backend.ChatService, streamed, routed: true, "text", "other")).ShouldBe(
            expected
        );
    }

    private static async Task<IReadOnlyList<string>> SentAsync(
        Backend backend,
        bool streamed,
        bool routed,
        string name,
        string called = "probe"
    )
    {
        var function = KernelFunctionFactory.CreateFromMethod(Functions[name], "probe");
        var model = new WireModel(
            WireModel.Calls(
                (
                    "call_1",
                    backend is Backend.ChatService ? $"desk-{called}" : $"desk_{called}",
                    "\"{}\""
                )
            ),
            WireModel.Text("done")
        );
        var seen = await new ParityRun(backend, streamed, routed).RunAsync(
            model,
            KernelPluginFactory.CreateFromFunctions("desk", [function])
        );
        model.Requests.Count.ShouldBe(2);
        return [.. seen.Where(line => line.StartsWith("sent result: ", StringComparison.Ordinal))];
    }

    private sealed record Order(string Name, string? Note, decimal Total, Order[] Parts);
}
