using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>Reads a chat-completions body and refuses what the real API refuses.</summary>
internal static class ChatRequestReader
{
    public static SimulatedRequest Read(JsonElement body, ChatDialect dialect)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw ApiError.Invalid(
                "We could not parse the JSON body of your request: an object is expected.",
                null
            );
        }

        var model = body.Text("model");
        if (string.IsNullOrEmpty(model))
        {
            throw ApiError.Invalid("you must provide a model parameter", "model");
        }

        var messages = body.Items("messages");
        if (messages.Count == 0)
        {
            throw ApiError.Invalid(
                "'messages' must be an array with at least one message.",
                "messages"
            );
        }

        var reading = new ChatMessageReading(dialect);
        foreach (var message in messages)
        {
            reading.Add(message);
        }

        reading.Complete();
        if (dialect.ChecksToolTurns && dialect.Thinks(body))
        {
            ToolTurnReasoning.Check(messages);
        }

        return Build(body, model, reading.Conversation, dialect);
    }

    private static SimulatedRequest Build(
        JsonElement body,
        string model,
        ConversationReading conversation,
        ChatDialect dialect
    )
    {
        var names = new List<string>();
        foreach (var tool in body.Items("tools"))
        {
            if (tool.Member("function")?.Text("name") is { Length: > 0 } name)
            {
                names.Add(name);
            }
        }

        if (body.Member("tools") is { ValueKind: JsonValueKind.Array } tools)
        {
            conversation.Count(tools.GetRawText());
        }

        return conversation.Build(body, model, names) with
        {
            Streamed = body.Flag("stream"),
            IncludeUsage =
                dialect.AlwaysTellsUsage
                || body.Member("stream_options")?.Flag("include_usage") == true,
            MaxTokens = body.Number("max_completion_tokens") ?? body.Number("max_tokens"),
            Thinks = dialect.Reasoning is not null && dialect.Thinks(body),
        };
    }
}
