using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes a whole answer as a message of Anthropic's, block by block in the order of the answer.</summary>
internal sealed class MessagesAnswerWriter(MessagesBlocks blocks)
{
    public void Write(Utf8JsonWriter json, ModelInvocationContext context)
    {
        var answer = context.Answer!.Response;
        var hasCalls = false;
        json.WriteStartObject();
        json.WriteString("id", MessagesNames.IdOf(answer.ResponseId, context));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", ChatNames.ModelOf(answer.ModelId, context));
        json.WriteStartArray("content");
        var contents = JoinedReasoning.Of(answer.Messages.SelectMany(message => message.Contents));
        foreach (var content in contents)
        {
            hasCalls |= content is FunctionCallContent;
            blocks.Losses.NameMarks(content);
            if (blocks.SignatureOf(content) is { } signature)
            {
                Block(json, signature);
            }

            Block(json, content);
        }

        json.WriteEndArray();
        var end = MessageEnd.Of(answer.AdditionalProperties) with
        {
            IsRefused = contents.Exists(content => AnswerParts.RefusalOf(content) is not null),
        };
        end.Write(json, answer.FinishReason, hasCalls);
        MessageMembers.Write(json, answer.AdditionalProperties);
        blocks.Losses.NameMembers(answer.AdditionalProperties);
        blocks.WriteUsage(json, answer.Usage, answer.AdditionalProperties);
        json.WriteEndObject();
    }

    /// <summary>Writes the message that stands for an answer which a content rule withheld.</summary>
    public static void WriteRefusal(Utf8JsonWriter json, string id, string model)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", model);
        json.WriteStartArray("content");
        json.WriteEndArray();
        default(MessageEnd).Write(json, ChatFinishReason.ContentFilter, hasCalls: false);
        MessageMembers.Write(json, extras: null);
        MessagesUsageWriter.Write(json, details: null, raw: null);
        json.WriteEndObject();
    }

    private void Block(Utf8JsonWriter json, AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent reasoning when !blocks.Shows(reasoning):
                break;
            case TextReasoningContent reasoning when blocks.IsRedacted(reasoning):
                json.WriteStartObject();
                json.WriteString("type", "redacted_thinking");
                json.WriteString("data", reasoning.ProtectedData);
                json.WriteEndObject();
                break;
            case TextReasoningContent reasoning:
                json.WriteStartObject();
                json.WriteString("type", "thinking");
                json.WriteString("thinking", reasoning.Text);
                json.WriteString("signature", blocks.Signature(reasoning));
                json.WriteEndObject();
                break;
            case TextContent { Text.Length: > 0 } text:
                blocks.Add(text, text.Text);
                Text(json, text.Text, blocks.Citations(text));
                break;
            case FunctionCallContent call:
                json.WriteStartObject();
                json.WriteString("type", "tool_use");
                json.WriteString("id", call.CallId);
                json.WriteString("name", call.Name);
                json.WritePropertyName("input");
                json.WriteRawValue(MessagesBlocks.Input(call));
                blocks.WriteCallFields(json, call);
                json.WriteEndObject();
                break;
            default:
                if (blocks.Own(content) is { } own)
                {
                    own.WriteTo(json);
                }
                else if (MessagesBlocks.WordsOf(content) is { } words)
                {
                    blocks.Add(content, words);
                    Text(json, words, []);
                }

                blocks.NameUnlessShown(content);

                break;
        }
    }

    private static void Text(Utf8JsonWriter json, string text, IEnumerable<JsonElement> citations)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        var any = false;
        foreach (var citation in citations)
        {
            if (!any)
            {
                any = true;
                json.WriteStartArray("citations");
            }

            citation.WriteTo(json);
        }

        // The API leaves the member out where there are none, and some clients take no null.
        if (any)
        {
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
