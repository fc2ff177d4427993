using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads in which form the answer is wanted.</summary>
internal static class ChatFormatReader
{
    public static void Read(JsonField? format, ChatOptions options)
    {
        if (format is not { } given)
        {
            return;
        }

        var type = given.Required("type");
        switch (type.AsText())
        {
            case "text":
                options.ResponseFormat = ChatResponseFormat.Text;
                break;
            case "json_object":
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            case "json_schema":
                ReadSchema(given.Required("json_schema"), options);
                break;
            default:
                // A grammar, a regular expression: servers have forms of their own.
                var carried = options.AdditionalProperties;
                CarriedFields.Add(
                    ref carried,
                    WireProtocols.ChatCompletions,
                    "response_format",
                    given.Value
                );
                options.AdditionalProperties = carried;
                break;
        }
    }

    private static void ReadSchema(JsonField named, ChatOptions options)
    {
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(
            named.Required("schema").AsObject().Value.Clone(),
            named.TextOf("name"),
            named.TextOf("description")
        );
        if (named.BoolOf("strict") is { } strict)
        {
            (options.AdditionalProperties ??= [])[ProtocolFields.StrictSchema] = strict;
        }
    }
}
