using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Reads the body of <c>/v1/messages</c>, Anthropic's protocol.</summary>
internal static class MessagesRequestReader
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "model",
        "max_tokens",
        "messages",
        "system",
        "stream",
        "stop_sequences",
        "temperature",
        "top_p",
        "top_k",
        "tools",
        "tool_choice",
        "thinking",
        "output_config",
    };

    /// <summary>About the request and not about the answer: Anthropic gets them, nobody else has to.</summary>
    private static readonly string[] Hints =
    [
        "metadata",
        "service_tier",
        "mcp_servers",
        "container",
        "context_management",
    ];

    /// <param name="body">The body.</param>
    /// <param name="counting">Only its tokens are to be counted, so that it need not say how long the answer may be.</param>
    public static ApiRequest Read(JsonField body, bool counting = false)
    {
        var options = new ChatOptions
        {
            Temperature = body.FloatOf("temperature"),
            TopP = body.FloatOf("top_p"),
            TopK = body.IntOf("top_k"),
            MaxOutputTokens = MaxTokens(body, counting),
            StopSequences = body.Member("stop_sequences") is { } stops
                ? [.. stops.Items().Select(stop => stop.AsText())]
                : null,
            ResponseFormat = Format(body.Member("output_config")?.Member("format")),
        };
        MessagesToolReader.Read(body, options);
        ReadThinking(body, options);
        foreach (var name in Hints)
        {
            if (body.Member(name) is { } hint)
            {
                (options.AdditionalProperties ??= [])[$"anthropic.{name}"] = hint.Value.Clone();
            }
        }

        return new()
        {
            Model = body.TextOf("model"),
            Messages =
            [
                .. System(body.Member("system")),
                .. MessagesConversationReader.Read(body.Required("messages")),
            ],
            Options = options,
            TellsRefusals = true,
            Streamed = body.BoolOf("stream") ?? false,
            Ignored = Unknown(body),
        };
    }

    private static int? MaxTokens(JsonField body, bool counting)
    {
        if (counting && body.Member("max_tokens") is null)
        {
            return null;
        }

        var field = body.Required("max_tokens");
        return field.AsInt() is > 0 and var tokens ? tokens : throw field.Wrong("at least 1");
    }

    private static IEnumerable<ChatMessage> System(JsonField? system) =>
        system is { } given ? [new(ChatRole.System, MessagesBlockReader.Read(given))] : [];

    private static void ReadThinking(JsonField body, ChatOptions options)
    {
        if (body.Member("output_config")?.Member("effort") is { } effort)
        {
            options.Reasoning = new() { Effort = ReasoningEfforts.Read(effort) };
        }

        if (body.Member("thinking") is not { } thinking)
        {
            return;
        }

        var type = thinking.AsObject().Required("type");
        switch (type.AsText())
        {
            case "enabled":
                (options.AdditionalProperties ??= [])[ReasoningEfforts.Budget] = thinking
                    .Required("budget_tokens")
                    .AsInt();
                break;
            case "adaptive":
                options.Reasoning ??= new() { Effort = ReasoningEffort.Medium };
                break;
            case "disabled":
                options.Reasoning = new() { Effort = ReasoningEffort.None };
                break;
            default:
                throw type.Wrong("enabled, adaptive or disabled");
        }
    }

    private static ChatResponseFormatJson? Format(JsonField? format)
    {
        if (format is not { } given)
        {
            return null;
        }

        var type = given.Required("type");
        return type.AsText() == "json_schema"
            ? ChatResponseFormat.ForJsonSchema(given.Required("schema").AsObject().Value.Clone())
            : throw type.Wrong("json_schema");
    }

    private static List<string> Unknown(JsonField body) =>
        [
            .. body
                .Value.EnumerateObject()
                .Where(member =>
                    !Known.Contains(member.Name)
                    && !Hints.Contains(member.Name, StringComparer.Ordinal)
                    && member.Value.ValueKind is not JsonValueKind.Null
                )
                .Select(member => member.Name),
        ];
}
