using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>One item of an answer's output, as far as it has come.</summary>
internal sealed class ResponseItem(string kind, string id)
{
    public const string Message = "message";
    public const string Reasoning = "reasoning";
    public const string Call = "function_call";

    private readonly StringBuilder _text = new();

    public string Kind => kind;

    public string Id => id;

    public string Text => _text.ToString();

    /// <summary>Whether the text is what was said instead of an answer.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>What the provider wants back with its reasoning.</summary>
    public string? Sealed { get; set; }

    /// <summary>The call that it is, whole.</summary>
    public FunctionCallContent? Called { get; init; }

    public string Arguments => Called is { } call ? AnswerParts.Arguments(call) : "";

    public void Append(string text) => _text.Append(text);

    /// <param name="json">Where to.</param>
    /// <param name="done">Whether it is whole; one that has only begun is shown empty.</param>
    public void Write(Utf8JsonWriter json, bool done = true)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", kind);
        json.WriteString("status", done ? "completed" : "in_progress");
        switch (kind)
        {
            case Message:
                json.WriteString("role", "assistant");
                json.WriteStartArray("content");
                if (done)
                {
                    WritePart(json, Text);
                }

                json.WriteEndArray();
                break;
            case Reasoning:
                WriteReasoning(json, done);
                break;
            default:
                json.WriteString("call_id", Called!.CallId);
                json.WriteString("name", Called.Name);
                json.WriteString("arguments", done ? Arguments : "");
                break;
        }

        json.WriteEndObject();
    }

    public void WritePart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        if (IsRefusal)
        {
            json.WriteString("type", "refusal");
            json.WriteString("refusal", text);
        }
        else
        {
            json.WriteString("type", "output_text");
            json.WriteString("text", text);
            json.WriteStartArray("annotations");
            json.WriteEndArray();
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteReasoning(Utf8JsonWriter json, bool done)
    {
        json.WriteStartArray("summary");
        if (done && _text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type", "summary_text");
            json.WriteString("text", Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (done && Sealed is { } data)
        {
            json.WriteString("encrypted_content", data);
        }
    }
}
