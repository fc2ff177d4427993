using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Carries the settings of a Responses request that Microsoft.Extensions.AI has no member for.</summary>
internal static class ResponsesFields
{
    /// <summary>Read elsewhere, or about the exchange with the caller only.</summary>
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
        "background",
        "previous_response_id",
        "conversation",
    };

    private static readonly HashSet<string> KnownOfText = new(StringComparer.Ordinal) { "format" };

    private static readonly HashSet<string> KnownOfReasoning = new(StringComparer.Ordinal)
    {
        "effort",
    };

    public static void Carry(JsonField body, ChatOptions options)
    {
        if (body.Member("reasoning") is { } reasoning)
        {
            ReadReasoning(reasoning, options);
        }

        if (body.Member("text")?.Member("format")?.BoolOf("strict") is { } strict)
        {
            (options.AdditionalProperties ??= [])[ProtocolFields.StrictSchema] = strict;
        }

        const string protocol = WireProtocols.Responses;
        FieldNames.Note(
            options,
            protocol,
            body.Member("reasoning") is null ? null : "reasoning.effort"
        );
        var carried = options.AdditionalProperties;
        CarriedFields.Add(ref carried, body, protocol, Known);
        CarriedFields.AddRest(ref carried, body.Member("text"), protocol, "text", KnownOfText);
        CarriedFields.AddRest(
            ref carried,
            body.Member("reasoning"),
            protocol,
            "reasoning",
            KnownOfReasoning
        );
        if (body.BoolOf("stream") is true && body.Member("stream_options") is { } streaming)
        {
            CarriedFields.Add(ref carried, protocol, "stream_options", streaming.Value);
        }

        options.AdditionalProperties = carried;
    }

    private static void ReadReasoning(JsonField reasoning, ChatOptions options)
    {
        if (reasoning.AsObject().Member("effort") is { } effort)
        {
            ReasoningEfforts.Read(effort, options);
        }

        var summary = reasoning.TextOf("summary") ?? reasoning.TextOf("generate_summary");
        if (summary is not null)
        {
            options.Reasoning = new()
            {
                Effort = options.Reasoning?.Effort,
                Output = summary == "detailed" ? ReasoningOutput.Full : ReasoningOutput.Summary,
            };
        }
    }
}
