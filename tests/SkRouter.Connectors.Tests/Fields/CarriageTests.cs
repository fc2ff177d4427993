using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Tests.Fields;

/// <summary>What Microsoft.Extensions.AI has no member for travels under a protocol's name, at every level of a request.</summary>
public sealed class CarriageTests
{
    private static readonly JsonElement Value = JsonElement.Parse("""{"a":[1,null]}""");

    public static TheoryData<string, string> Speakers { get; } =
        new()
        {
            { "openai", WireProtocols.ChatCompletions },
            { "mistral", WireProtocols.ChatCompletions },
            { "local", WireProtocols.ChatCompletions },
            { "openai-responses", WireProtocols.Responses },
            { "azure-responses", WireProtocols.Responses },
            { "anthropic", WireProtocols.Messages },
            { "google", WireProtocols.GenerateContent },
        };

    [Theory]
    [MemberData(nameof(Speakers))]
    public async Task GetResponse_FieldsOfItsProtocol_ArriveUntouchedAtEveryLevel(
        string provider,
        string protocol
    )
    {
        var (handler, answer) = await SendAsync(provider, protocol);

        var sent = handler.Sent.GetRawText();
        foreach (var level in Levels)
        {
            sent.ShouldContain($"\"x_{level}\":{Value.GetRawText()}", customMessage: sent);
        }

        sent.ShouldContain("\"x_tool_definition\"");
        sent.ShouldContain("\"x_block\"");
        answer.AdditionalProperties?.ContainsKey(ProviderFields.Dropped).ShouldNotBe(true);
    }

    [Theory]
    [MemberData(nameof(Speakers))]
    public async Task GetResponse_FieldsOfOtherProtocols_AreLeftOutAndNamed(
        string provider,
        string protocol
    )
    {
        var other =
            protocol == WireProtocols.Messages ? WireProtocols.Responses : WireProtocols.Messages;

        var (handler, answer) = await SendAsync(provider, other);

        handler.Sent.GetRawText().ShouldNotContain("\"x_");
        var dropped = (string[])answer.AdditionalProperties![ProviderFields.Dropped]!;
        foreach (var level in Levels)
        {
            dropped.ShouldContain($"x_{level}");
        }

        dropped.ShouldContain("tool:x_tool_definition");
        dropped.ShouldContain("content:x_block");
    }

    [Theory]
    [MemberData(nameof(Speakers))]
    public async Task GetResponse_BlockOfAnotherProtocolInTheUsersTurn_IsRefused(
        string provider,
        string protocol
    )
    {
        var other =
            protocol == WireProtocols.Messages ? WireProtocols.Responses : WireProtocols.Messages;
        using var handler = new ScriptedHandler(Answers.Text(provider, "Hello."));
        using var client = Clients.Create(provider, handler);
        var block = new ProviderContent(other, JsonElement.Parse("""{"type":"x_block"}"""));

        var refusal = await Should.ThrowAsync<NotSupportedException>(() =>
            client.GetResponseAsync([new(ChatRole.User, [new TextContent("Hi"), block])])
        );

        refusal.Message.ShouldContain("x_block");
    }

    private static readonly string[] Levels = ["option", "message", "content", "result", "tool"];

    private static async Task<(ScriptedHandler Handler, ChatResponse Answer)> SendAsync(
        string provider,
        string protocol
    )
    {
        using var handler = new ScriptedHandler(Answers.Text(provider, "Hello."));
        using var client = Clients.Create(provider, handler);
        AdditionalPropertiesDictionary Field(string level) =>
            new() { [$"{protocol}.x_{level}"] = Value };
        var options = new ChatOptions
        {
            AdditionalProperties = Field("option"),
            Tools =
            [
                new FieldedTool(Field("tool")),
                new ProviderTool(protocol, JsonElement.Parse("""{"type":"x_tool_definition"}""")),
            ],
        };
        var answer = await client.GetResponseAsync(
            [
                new(
                    ChatRole.User,
                    [new TextContent("Hi") { AdditionalProperties = Field("content") }]
                )
                {
                    AdditionalProperties = Field("message"),
                },
                new(
                    ChatRole.Assistant,
                    [
                        new ProviderContent(protocol, JsonElement.Parse("""{"type":"x_block"}""")),
                        new FunctionCallContent(
                            "call_1",
                            "look",
                            new Dictionary<string, object?>()
                        ),
                    ]
                ),
                new(
                    ChatRole.Tool,
                    [
                        new FunctionResultContent("call_1", "x")
                        {
                            AdditionalProperties = Field("result"),
                        },
                    ]
                ),
            ],
            options
        );
        return (handler, answer);
    }

    private sealed class FieldedTool(AdditionalPropertiesDictionary properties)
        : AIFunctionDeclaration
    {
        public override string Name => "look";

        public override IReadOnlyDictionary<string, object?> AdditionalProperties => properties;
    }
}
