using System.Collections.Frozen;
using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>Reads a messages body and refuses what the real API refuses.</summary>
internal static class MessagesReader
{
    private static readonly FrozenSet<string> Members = FrozenSet.Create(
        StringComparer.Ordinal,
        "model",
        "messages",
        "max_tokens",
        "system",
        "metadata",
        "stop_sequences",
        "stream",
        "temperature",
        "top_p",
        "top_k",
        "tools",
        "tool_choice",
        "thinking",
        "output_config",
        "service_tier",
        "container",
        "context_management",
        "mcp_servers",
        "inference_geo",
        "cache_control",
        "speed"
    );

    public static SimulatedRequest Read(JsonElement body, RequestTarget target)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw MessagesProtocol.Invalid(
                "The request body is not valid JSON: an object is expected."
            );
        }

        Require(
            target.Headers.ContainsKey("anthropic-version"),
            "anthropic-version: header is required"
        );
        foreach (var member in body.EnumerateObject())
        {
            Require(
                Members.Contains(member.Name),
                $"{member.Name}: Extra inputs are not permitted"
            );
        }

        var model = body.Text("model");
        Require(!string.IsNullOrEmpty(model), "model: Field required");
        Require(body.Number("max_tokens") is not null, "max_tokens: Field required");
        Require(
            body.Number("max_tokens") > 0,
            "max_tokens: Input should be greater than or equal to 1"
        );
        ThinkingRules.Check(body);
        var conversation = Converse(body);
        return conversation.Build(body, model!, Tools(body, conversation)) with
        {
            Streamed = body.Flag("stream"),
            IncludeUsage = true,
            MaxTokens = body.Number("max_tokens"),
            Thinks = ThinkingRules.AreOn(body),
        };
    }

    private static ConversationReading Converse(JsonElement body)
    {
        var conversation = new ConversationReading();
        if (body.Member("system") is { } system)
        {
            conversation.System(BlockText.Of(system));
        }

        var messages = body.Items("messages");
        Require(messages.Count > 0, "messages: at least one message is required");
        var turns = new TurnReading(conversation);
        foreach (var message in messages)
        {
            turns.Add(message);
        }

        turns.Complete();
        ThinkingRules.CheckOpenLoop(body, messages);
        return conversation;
    }

    private static List<string> Tools(JsonElement body, ConversationReading conversation)
    {
        var names = new List<string>();
        foreach (var (i, tool) in body.Items("tools").Index())
        {
            var name = tool.Text("name") ?? "";
            Require(
                ToolNameRule.Fits(name),
                FormattableString.Invariant(
                    $"tools.{i}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'"
                )
            );
            names.Add(name);
        }

        if (body.Member("tools") is { ValueKind: JsonValueKind.Array } tools)
        {
            conversation.Count(tools.GetRawText());
        }

        return names;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw MessagesProtocol.Invalid(otherwise);
        }
    }
}
