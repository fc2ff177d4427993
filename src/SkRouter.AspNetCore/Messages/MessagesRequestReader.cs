using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Reads the body of <c>/v1/messages</c>, Anthropic's protocol.</summary>
internal static class MessagesRequestReader
{
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
            ResponseFormat = Format(
                body.Member("output_config")?.Member("format") ?? body.Member("output_format")
            ),
        };
        MessagesToolReader.Read(body, options);
        MessagesFields.Carry(body, options);
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
}
