using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;

namespace SkRouter.Tests.Parity;

/// <summary>Functions and filters see arguments in the types in which they come without the router, plain and streamed.</summary>
public sealed class ToolArgumentParityTests
{
    private static readonly Dictionary<string, Func<Action<object?>, Delegate>> Parameters = new()
    {
        ["string"] = see => (string? value) => see(value),
        ["int"] = see => (int value) => see(value),
        ["int?"] = see => (int? value) => see(value),
        ["long"] = see => (long value) => see(value),
        ["double"] = see => (double value) => see(value),
        ["decimal"] = see => (decimal value) => see(value),
        ["bool"] = see => (bool value) => see(value),
        ["DayOfWeek"] = see => (DayOfWeek value) => see(value),
        ["DayOfWeek?"] = see => (DayOfWeek? value) => see(value),
        ["DateTime"] = see => (DateTime value) => see(value),
        ["DateTimeOffset"] = see => (DateTimeOffset value) => see(value),
        ["TimeSpan"] = see => (TimeSpan value) => see(value),
        ["Guid"] = see => (Guid value) => see(value),
        ["Uri"] = see => (Uri value) => see(value),
        ["Point"] = see => (Point value) => see(value),
        ["Point[]"] = see => (Point[] value) => see(value),
        ["List<string>"] = see => (List<string> value) => see(value),
        ["int[]"] = see => (int[] value) => see(value),
        ["Dictionary"] = see => (Dictionary<string, int> value) => see(value),
        ["JsonElement"] = see => (JsonElement value) => see(value),
        ["JsonNode"] = see => (JsonNode? value) => see(value),
        ["object"] = see => (object? value) => see(value),
        ["KernelArguments"] = see => (KernelArguments all) => see(all["value"]),
        ["default"] = see => (string other = "fallback") => see(other),
        ["default enum"] = see => (DayOfWeek value = DayOfWeek.Sunday, int count = 4) => see(value),
    };

    public static TheoryData<Backend, bool, string, string> Cases()
    {
        var cases = new TheoryData<Backend, bool, string, string>();
        foreach (
            var (parameter, value) in new (string, string)[]
            {
                ("string", "\"text\""),
                ("string", "3"),
                ("string", "3.50"),
                ("string", "true"),
                ("string", "null"),
                ("string", """{"x":1}"""),
                ("string", "[1, 2]"),
                ("string", "\"3\""),
                ("string", "\"\""),
                ("string", "\"{\\\"x\\\":1}\""),
                ("int", "3"),
                ("int", "\"3\""),
                ("int", "3.0"),
                ("int", "\"three\""),
                ("int?", "null"),
                ("int?", "3"),
                ("int?", "\"3\""),
                ("long", "9007199254740993"),
                ("double", "1.5"),
                ("double", "\"1.5\""),
                ("decimal", "0.1"),
                ("bool", "true"),
                ("bool", "\"true\""),
                ("DayOfWeek", "\"Friday\""),
                ("DayOfWeek", "\"friday\""),
                ("DayOfWeek", "5"),
                ("DayOfWeek?", "\"Friday\""),
                ("DayOfWeek?", "null"),
                ("DateTime", "\"2026-11-29T10:00:00Z\""),
                ("DateTime", "\"2026-11-29\""),
                ("DateTimeOffset", "\"2026-11-29T10:00:00+02:00\""),
                ("TimeSpan", "\"01:30:00\""),
                ("Guid", "\"8f14e45f-ceea-467f-ab83-3f2d9a1c0d11\""),
                ("Uri", "\"https://example.com/a\""),
                ("Point", """{"X":1,"Y":2}"""),
                ("Point", "\"{\\\"X\\\":1,\\\"Y\\\":2}\""),
                ("Point[]", """[{"X":1,"Y":2}]"""),
                ("List<string>", """["a","b"]"""),
                ("List<string>", "\"[\\\"a\\\"]\""),
                ("int[]", "[1,2]"),
                ("Dictionary", """{"a":1}"""),
                ("JsonElement", """{"a":[1,"x",null]}"""),
                ("JsonElement", "\"text\""),
                ("JsonNode", """{"a":1}"""),
                ("object", "3"),
                ("object", "\"text\""),
                ("object", """{"a":1}"""),
                ("KernelArguments", "3"),
                ("KernelArguments", """{"a":1}"""),
                ("default", "1"),
                ("default enum", "\"Monday\""),
            }
        )
        {
            foreach (var backend in Enum.GetValues<Backend>())
            {
                cases.Add(backend, false, parameter, value);
                cases.Add(backend, true, parameter, value);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Arguments_OfEveryType_AreSeenAsWithoutTheRouter(
        Backend backend,
        bool streamed,
        string parameter,
        string value
    )
    {
        foreach (var retain in new[] { false, true })
        {
            var expected = await SeeAsync(
                backend,
                streamed,
                routed: false,
                parameter,
                value,
                retain
            );
            var seen = await SeeAsync(backend, streamed, routed: true, parameter, value, retain);

            if (expected.Any(Failed) && !seen.Any(Failed))
            {
                // Semantic Kernel itself cannot hand over what the router can; what filters see is the same all the same.
                seen.Where(IsAutoFilterCall).ShouldBe(expected.Where(IsAutoFilterCall));
                seen.ShouldContain(line => line.StartsWith("function: ", StringComparison.Ordinal));
            }
            else
            {
                seen.Select(line => Comparable(line, backend))
                    .ShouldBe(expected.Select(line => Comparable(line, backend)));
            }
        }
    }

    /// <summary>What Semantic Kernel alone cannot hand over from a chat client, the router does.</summary>
    [Theory]
    [InlineData("string", "3", "String 3")]
    [InlineData("string", "true", "String True")]
    [InlineData("string", """{"x":1}""", """String {"x":1}""")]
    [InlineData("DayOfWeek", "\"Friday\"", "DayOfWeek 5")]
    [InlineData("DayOfWeek?", "\"Friday\"", "DayOfWeek 5")]
    [InlineData("int?", "\"3\"", "Int32 3")]
    [InlineData("List<string>", "\"[\\\"a\\\"]\"", """List`1 ["a"]""")]
    public async Task Arguments_FromAChatClient_FitTheFunction(
        string parameter,
        string value,
        string expected
    )
    {
        foreach (var streamed in new[] { false, true })
        {
            var seen = await SeeAsync(
                Backend.ChatClient,
                streamed,
                routed: true,
                parameter,
                value,
                retain: false
            );

            seen.ShouldContain($"function: {expected}");
        }
    }

    private static bool Failed(string line) =>
        line.StartsWith("sent result: Error", StringComparison.Ordinal);

    private static bool IsAutoFilterCall(string line) =>
        line.StartsWith("auto filter: ", StringComparison.Ordinal);

    /// <summary>Chat clients have words of their own for results; the router writes those of Semantic Kernel's connectors, whoever answers.</summary>
    private static string Comparable(string line, Backend backend) =>
        backend is Backend.ChatService ? line
        : line == "sent result: Success: Function completed." ? "sent result: "
        : Failed(line) ? "sent result: Error"
        : line;

    private static async Task<IReadOnlyList<string>> SeeAsync(
        Backend backend,
        bool streamed,
        bool routed,
        string parameter,
        string value,
        bool retain
    )
    {
        var run = new ParityRun(backend, streamed, routed)
        {
            Options = new() { RetainArgumentTypes = retain },
        };
        var function = KernelFunctionFactory.CreateFromMethod(
            Parameters[parameter](seen => run.See("function: " + ParityRun.Describe(seen))),
            "probe"
        );
        var arguments = JsonSerializer.Serialize($$"""{"value":{{value}}}""");
        var model = new WireModel(
            WireModel.Calls(
                ("call_1", backend is Backend.ChatService ? "desk-probe" : "desk_probe", arguments)
            ),
            WireModel.Text("done")
        );
        return await run.RunAsync(
            model,
            KernelPluginFactory.CreateFromFunctions("desk", [function])
        );
    }

    private sealed record Point(int X, int Y);
}
