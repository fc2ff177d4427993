using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads in which form the answer is wanted.</summary>
internal static class ChatFormatReader
{
    public static ChatResponseFormat? Read(JsonField? format)
    {
        if (format is not { } given)
        {
            return null;
        }

        var type = given.Required("type");
        return type.AsText() switch
        {
            "text" => ChatResponseFormat.Text,
            "json_object" => ChatResponseFormat.Json,
            "json_schema" => Schema(given.Required("json_schema")),
            _ => throw type.Wrong("text, json_object or json_schema"),
        };
    }

    private static ChatResponseFormatJson Schema(JsonField named) =>
        ChatResponseFormat.ForJsonSchema(
            named.Required("schema").AsObject().Value.Clone(),
            named.TextOf("name"),
            named.TextOf("description")
        );
}
