using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>Reads a Responses body and refuses what the real API refuses.</summary>
internal static class ResponsesReader
{
    public static SimulatedRequest Read(JsonElement body)
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
            throw ApiError.Invalid(
                "Missing required parameter: 'model'.",
                "model",
                "missing_required_parameter"
            );
        }

        var conversation = Converse(body);
        return conversation.Build(body, model, Tools(body, conversation)) with
        {
            Streamed = body.Flag("stream"),
            IncludeUsage = true,
            MaxTokens = body.Number("max_output_tokens"),
            Thinks = body.Member("reasoning")?.Text("effort") != "none",
        };
    }

    private static ConversationReading Converse(JsonElement body)
    {
        var conversation = new ConversationReading();
        if (body.Text("instructions") is { } instructions)
        {
            conversation.System(instructions);
        }

        if (body.Text("input") is { } only)
        {
            conversation.User(only);
            return conversation;
        }

        var items = body.Items("input");
        if (items.Count == 0)
        {
            throw ApiError.Invalid(
                "Missing required parameter: 'input'.",
                "input",
                "missing_required_parameter"
            );
        }

        var reading = new ItemReading(conversation);
        foreach (var item in items)
        {
            reading.Add(item);
        }

        reading.Complete();
        return conversation;
    }

    private static List<string> Tools(JsonElement body, ConversationReading conversation)
    {
        if (body.Member("tools") is { ValueKind: JsonValueKind.Array } tools)
        {
            conversation.Count(tools.GetRawText());
        }

        return [.. OfferedTool.All(body).Select(tool => tool.Name)];
    }
}
