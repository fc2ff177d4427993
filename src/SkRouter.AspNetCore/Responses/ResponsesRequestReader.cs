using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads the body of <c>/v1/responses</c>.</summary>
internal static class ResponsesRequestReader
{
    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="earlier">What the request refers to of stored responses.</param>
    /// <param name="stores">Whether answers are kept unless the request says otherwise.</param>
    public static ResponsesRequest Read(JsonField body, StoredItems earlier, bool stores)
    {
        Refuse(body);
        var tools = ResponsesToolReader.Read(body);
        foreach (var item in earlier.Conversation)
        {
            ResponsesToolReader.AddFrom(tools, new(item, "previous_response_id"));
        }

        var options = new ChatOptions
        {
            Temperature = body.FloatOf("temperature"),
            TopP = body.FloatOf("top_p"),
            MaxOutputTokens = body.IntOf("max_output_tokens"),
            ResponseFormat = Format(body.Member("text")?.Member("format")),
            AllowMultipleToolCalls = body.BoolOf("parallel_tool_calls"),
        };
        ResponsesToolChoice.Read(body, tools, options);
        ResponsesFields.Carry(body, options);
        var asked = new ApiRequest
        {
            Model = body.TextOf("model"),
            Messages = [.. Instructions(body), .. Conversation(body, tools, earlier)],
            Options = options,
            Streamed = body.BoolOf("stream") ?? false,
            TellsTooLongInStream = true,
        };
        return new()
        {
            Asked = asked,
            Body = body.Value,
            Tools = tools,
            Earlier = earlier,
            PreviousResponseId = body.TextOf("previous_response_id"),
            Stores = stores && (body.BoolOf("store") ?? true),
        };
    }

    private static IReadOnlyList<ChatMessage> Conversation(
        JsonField body,
        ResponsesTools tools,
        StoredItems earlier
    )
    {
        var reader = new ResponsesItemReader(tools, earlier.Find);
        foreach (var item in earlier.Conversation)
        {
            reader.ReadItem(new(item, "previous_response_id"));
        }

        var input = earlier.Conversation.Count > 0 ? body.Member("input") : body.Required("input");
        if (input is { } items)
        {
            reader.Read(items);
        }

        return reader.Messages.Count > 0
            ? reader.Messages
            : throw body.Required("input").Wrong("a text, or an array with at least one item");
    }

    private static void Refuse(JsonField body)
    {
        if (body.Member("conversation") is { } conversation)
        {
            throw conversation.Invalid(
                "'conversation' is not supported: go on from a stored response with previous_response_id, or send the whole conversation as input."
            );
        }

        if (body.Member("background") is { } background && background.AsBool())
        {
            throw background.Invalid(
                "'background' is not supported: an answer is made while its client waits. Leave it out, and stream the answer or wait for it."
            );
        }
    }

    private static IEnumerable<ChatMessage> Instructions(JsonField body) =>
        body.TextOf("instructions") is { Length: > 0 } text
            ?
            [
                new(ChatRole.System, text)
                {
                    AdditionalProperties = new() { [ProtocolFields.Instructions] = true },
                },
            ]
            : [];

    private static ChatResponseFormat? Format(JsonField? format)
    {
        if (format is not { } given)
        {
            return null;
        }

        var type = given.AsObject().Required("type");
        return type.AsText() switch
        {
            "text" => ChatResponseFormat.Text,
            "json_object" => ChatResponseFormat.Json,
            "json_schema" => ChatResponseFormat.ForJsonSchema(
                given.Required("schema").AsObject().Value.Clone(),
                given.TextOf("name"),
                given.TextOf("description")
            ),
            _ => throw type.Wrong("text, json_object or json_schema"),
        };
    }
}
