using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace SkRouter.Tests.Parity;

/// <summary>A response format reaches every kind of deployment whole, however the caller writes it.</summary>
public sealed class ResponseFormatTests
{
    private const string Schema =
        """{"type":"object","properties":{"City":{"type":"string"}},"required":["City"],"additionalProperties":false}""";

    private const string Named =
        $$$"""{"type":"json_schema","json_schema":{"name":"weather","schema":{{{Schema}}},"strict":true}}""";

    private const string Loose =
        $$$"""{"type":"json_schema","json_schema":{"name":"weather","schema":{{{Schema}}}}}""";

    private static readonly Dictionary<string, Func<object>> Formats = new()
    {
        ["text"] = () => "text",
        ["json_object"] = () => "json_object",
        ["type"] = () => typeof(Weather),
        ["generic type"] = () => typeof(Page<Weather>),
        ["nullable type"] = () => typeof(Pressure?),
        ["element"] = () => JsonElement.Parse(Named),
        ["loose element"] = () => JsonElement.Parse(Loose),
        ["bare schema"] = () => JsonElement.Parse(Schema),
        ["element of a name"] = () => JsonElement.Parse("\"json_object\""),
        ["OpenAI's schema"] = () =>
            OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(
                "weather",
                BinaryData.FromString(Schema),
                jsonSchemaIsStrict: true
            ),
        ["OpenAI's object"] = () => OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat(),
    };

    private static readonly Dictionary<string, Func<object>> ForeignFormats = new()
    {
        ["Microsoft's schema"] = () =>
            ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Schema), "weather"),
        ["Microsoft's object"] = () => ChatResponseFormat.Json,
        ["node"] = () => JsonNode.Parse(Loose)!,
    };

    public static TheoryData<string, bool> OfConnectors() => Table(Formats.Keys);

    public static TheoryData<string, bool> Foreign() => Table(ForeignFormats.Keys);

    [Theory]
    [MemberData(nameof(OfConnectors))]
    public async Task Format_InOpenAISettings_ReachesChatClientsAsItReachesTheConnector(
        string name,
        bool streamed
    )
    {
        var format = Formats[name];
        var expected = await SentAsync(Backend.ChatService, streamed, routed: false, Typed(format));

        (await SentAsync(Backend.ChatService, streamed, routed: true, Typed(format))).ShouldBe(
            expected
        );
        (await SentAsync(Backend.ChatClient, streamed, routed: true, Typed(format))).ShouldBe(
            expected
        );
        foreach (var backend in Enum.GetValues<Backend>())
        {
            (await SentAsync(backend, streamed, routed: true, Untyped(format))).ShouldBe(expected);
        }
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task Format_ThatConnectorsDoNotKnow_ReachesEveryDeployment(
        string name,
        bool streamed
    )
    {
        var expected = JsonNode
            .Parse(name == "Microsoft's object" ? """{"type":"json_object"}""" : Loose)!
            .ToJsonString();
        foreach (var backend in Enum.GetValues<Backend>())
        {
            (
                await SentAsync(backend, streamed, routed: true, Typed(ForeignFormats[name]))
            ).ShouldBe(expected);
            (
                await SentAsync(backend, streamed, routed: true, Untyped(ForeignFormats[name]))
            ).ShouldBe(expected);
        }
    }

    private static OpenAIPromptExecutionSettings Typed(Func<object> format) =>
        new() { ResponseFormat = format() };

    private static PromptExecutionSettings Untyped(Func<object> format) =>
        new() { ExtensionData = new Dictionary<string, object> { ["response_format"] = format() } };

    private static async Task<string?> SentAsync(
        Backend backend,
        bool streamed,
        bool routed,
        PromptExecutionSettings settings
    )
    {
        var model = new WireModel(WireModel.Text("{}"));
        var run = new ParityRun(backend, streamed, routed);
        await run.RunAsync(
            model,
            KernelPluginFactory.CreateFromFunctions(
                "desk",
                [KernelFunctionFactory.CreateFromMethod(() => "noon", "now")]
            ),
            settings
        );
        run.Seen.ShouldContain("answer: {}");
        return model.Requests[0]["response_format"]?.ToJsonString();
    }

    private static TheoryData<string, bool> Table(IEnumerable<string> names)
    {
        var cases = new TheoryData<string, bool>();
        foreach (var name in names)
        {
            cases.Add(name, false);
            cases.Add(name, true);
        }

        return cases;
    }

    private enum Sky
    {
        Clear,
        Cloudy,
    }

    private readonly record struct Pressure(decimal Hectopascals);

    private sealed record Weather(string City, int? Degrees, Sky Sky, IReadOnlyList<string> Notes);

    private sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
}
