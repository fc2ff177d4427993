using System.Text.Json;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>Where a provider shows its reasoning.</summary>
internal sealed class ReasoningShape(Action<Utf8JsonWriter, string, string?> write)
{
    /// <summary>DeepSeek: beside the text.</summary>
    public static readonly ReasoningShape Content = new(
        static (writer, text, _) => writer.WriteString("reasoning_content", text)
    );

    /// <summary>Groq, Ollama.</summary>
    public static readonly ReasoningShape Plain = new(
        static (writer, text, _) => writer.WriteString("reasoning", text)
    );

    /// <summary>OpenRouter: as text, and as sealed blocks that go back unchanged.</summary>
    public static readonly ReasoningShape Details = new(WriteDetails);

    /// <summary>Mistral: as a part of the content.</summary>
    public static readonly ReasoningShape Parts = new(
        static (writer, text, _) =>
        {
            writer.WriteStartArray("content");
            WritePart(writer, text);
            writer.WriteEndArray();
        }
    );

    /// <summary>Writes one piece, or all of it with its seal.</summary>
    public void Write(Utf8JsonWriter writer, string text, string? seal = null) =>
        write(writer, text, seal);

    public static void WritePart(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "thinking");
        writer.WriteStartArray("thinking");
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter writer, string text, string? seal)
    {
        writer.WriteString("reasoning", text);
        writer.WriteStartArray("reasoning_details");
        writer.WriteStartObject();
        writer.WriteString("type", "reasoning.text");
        writer.WriteString("text", text);
        if (seal is not null)
        {
            writer.WriteString("signature", seal);
        }

        writer.WriteNull("format");
        writer.WriteNumber("index", 0);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
