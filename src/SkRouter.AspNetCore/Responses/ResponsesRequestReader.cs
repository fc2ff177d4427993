using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads the body of <c>/v1/responses</c>.</summary>
internal static class ResponsesRequestReader
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "model",
        "input",
        "instructions",
        "stream",
        "stream_options",
        "temperature",
        "top_p",
        "max_output_tokens",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "text",
        "reasoning",
        "store",
        // What it could include of reasoning is always there.
        "include",
        "truncation",
        "background",
        "previous_response_id",
        "conversation",
        "top_logprobs",
    };

    /// <summary>About the request and not about the answer: OpenAI gets them, nobody else has to.</summary>
    private static readonly string[] Hints =
    [
        "user",
        "metadata",
        "service_tier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "safety_identifier",
    ];

    public static ApiRequest Read(JsonField body)
    {
        Refuse(body);
        var options = new ChatOptions
        {
            Temperature = body.FloatOf("temperature"),
            TopP = body.FloatOf("top_p"),
            MaxOutputTokens = body.IntOf("max_output_tokens"),
            ResponseFormat = Format(body.Member("text")?.Member("format")),
            AllowMultipleToolCalls = body.BoolOf("parallel_tool_calls"),
        };
        if (body.Member("reasoning")?.Member("effort") is { } effort)
        {
            options.Reasoning = new() { Effort = ReasoningEfforts.Read(effort) };
        }

        ResponsesToolReader.Read(body, options);
        foreach (var name in Hints)
        {
            if (body.Member(name) is { } hint)
            {
                var carried = hint.Value.Clone();
                options.AdditionalProperties ??= [];
                options.AdditionalProperties[$"openai.{name}"] = carried;
                options.AdditionalProperties[$"openai-responses.{name}"] = carried;
            }
        }

        return new()
        {
            Model = body.TextOf("model"),
            Messages = [.. Instructions(body), .. ResponsesItemReader.Read(body.Required("input"))],
            Options = options,
            Streamed = body.BoolOf("stream") ?? false,
            Ignored = Unknown(body),
        };
    }

    private static void Refuse(JsonField body)
    {
        foreach (var name in (string[])["previous_response_id", "conversation"])
        {
            if (body.Member(name) is { } member)
            {
                throw member.Invalid(
                    $"'{name}' is not supported: answers are not stored here, so send the whole conversation as input (and store: false)."
                );
            }
        }

        if (body.Member("background") is { } background && background.AsBool())
        {
            throw background.Invalid(
                "'background' is not supported: answers are not stored here. Stream the answer, or wait for it."
            );
        }

        if (body.Member("top_logprobs") is { } logprobs && logprobs.AsInt() > 0)
        {
            throw logprobs.Invalid(
                "'top_logprobs' is not supported: not every model behind this endpoint could do it. Leave it out."
            );
        }
    }

    private static IEnumerable<ChatMessage> Instructions(JsonField body) =>
        body.TextOf("instructions") is { Length: > 0 } text ? [new(ChatRole.System, text)] : [];

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
