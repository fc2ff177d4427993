using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.GenerateContent;

/// <summary>A whole answer of Gemini's, and the parts that its stream is made of.</summary>
internal static class GenerateContentBody
{
    public static void Write(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head) =>
        WriteChunk(
            writer,
            answer,
            head,
            parts =>
            {
                if (
                    answer.Reasoning is { } reasoning
                    && GenerateContentReader.ShowsThoughts(head.Request.Body)
                )
                {
                    WriteText(parts, reasoning, isThought: true);
                }

                if (answer.Text is { Length: > 0 } text)
                {
                    WriteText(parts, text, isThought: false);
                }

                for (var i = 0; i < answer.ToolCalls.Count; i++)
                {
                    WriteCall(parts, answer.ToolCalls[i], isFirst: i == 0);
                }
            },
            ends: true
        );

    public static void WriteChunk(
        Utf8JsonWriter writer,
        ComposedAnswer answer,
        AnswerHead head,
        Action<Utf8JsonWriter> parts,
        bool ends
    )
    {
        writer.WriteStartObject();
        if (answer.IsBlocked)
        {
            writer.WriteStartObject("promptFeedback");
            writer.WriteString("blockReason", "PROHIBITED_CONTENT");
            writer.WriteEndObject();
        }
        else
        {
            WriteCandidate(writer, answer, parts, ends);
        }

        if (head.TellsUsage)
        {
            WriteUsage(writer, answer);
        }

        writer.WriteString("modelVersion", head.Model);
        writer.WriteString("responseId", head.Id);
        writer.WriteEndObject();
    }

    private static void WriteCandidate(
        Utf8JsonWriter writer,
        ComposedAnswer answer,
        Action<Utf8JsonWriter> parts,
        bool ends
    )
    {
        writer.WriteStartArray("candidates");
        writer.WriteStartObject();
        writer.WriteStartObject("content");
        writer.WriteStartArray("parts");
        parts(writer);
        writer.WriteEndArray();
        writer.WriteString("role", "model");
        writer.WriteEndObject();
        if (ends)
        {
            WriteFinish(writer, answer);
        }

        writer.WriteNumber("index", 0);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    public static void WriteText(Utf8JsonWriter writer, string text, bool isThought)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        if (isThought)
        {
            writer.WriteBoolean("thought", true);
        }

        writer.WriteEndObject();
    }

    /// <summary>Arguments that are no object are a call that the model got wrong: it is not sent, the finish reason says so.</summary>
    public static void WriteCall(Utf8JsonWriter writer, SentToolCall call, bool isFirst)
    {
        if (!CallArguments.AreAnObject(call.Arguments))
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("functionCall");
        writer.WriteString("id", call.Id);
        writer.WriteString("name", call.Name);
        writer.WritePropertyName("args");
        writer.WriteRawValue(call.Arguments);
        writer.WriteEndObject();
        if (isFirst)
        {
            writer.WriteString("thoughtSignature", ThoughtSeals.Of(call.Name));
        }

        writer.WriteEndObject();
    }

    private static void WriteFinish(Utf8JsonWriter writer, ComposedAnswer answer)
    {
        var isMalformed = answer.ToolCalls.Any(call => !CallArguments.AreAnObject(call.Arguments));
        writer.WriteString(
            "finishReason",
            isMalformed
                ? "MALFORMED_FUNCTION_CALL"
                : answer.FinishReason switch
                {
                    "stop" or "tool_calls" => "STOP",
                    "length" => "MAX_TOKENS",
                    "content_filter" => "SAFETY",
                    var other => other,
                }
        );
        if (answer.FinishReason == "content_filter")
        {
            writer.WriteStartArray("safetyRatings");
            writer.WriteStartObject();
            writer.WriteString("category", "HARM_CATEGORY_DANGEROUS_CONTENT");
            writer.WriteString("probability", "HIGH");
            writer.WriteBoolean("blocked", true);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
    }

    /// <summary>Thoughts are counted beside the answer, not within it.</summary>
    private static void WriteUsage(Utf8JsonWriter writer, ComposedAnswer answer)
    {
        var usage = answer.Usage;
        writer.WriteStartObject("usageMetadata");
        writer.WriteNumber("promptTokenCount", usage.PromptTokens);
        writer.WriteNumber("candidatesTokenCount", usage.CompletionTokens - usage.ReasoningTokens);
        writer.WriteNumber("totalTokenCount", usage.TotalTokens);
        if (usage.CachedTokens > 0)
        {
            writer.WriteNumber("cachedContentTokenCount", usage.CachedTokens);
        }

        if (usage.ReasoningTokens > 0)
        {
            writer.WriteNumber("thoughtsTokenCount", usage.ReasoningTokens);
        }

        writer.WriteEndObject();
    }
}
