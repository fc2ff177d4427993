using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Answering;

/// <summary>An answer with its templates and patterns compiled.</summary>
internal sealed class CompiledAnswer
{
    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required Answer Source { get; init; }
    public Template? Reasoning { get; init; }
    public Template? Text { get; init; }
    public LineClassifier? Lines { get; init; }
    public required IReadOnlyDictionary<string, Template> ArgumentTexts { get; init; }

    public string? RenderText(SimulatedRequest request, Captures captures)
    {
        var text = Text?.Render(request, captures);
        if (Source.Compute is { } compute)
        {
            text += compute(request);
        }

        return Lines is null ? text : text + Lines.Classify(request);
    }

    public string RenderArguments(ToolCall call, SimulatedRequest request, Captures captures)
    {
        if (call.Arguments is not { ValueKind: not JsonValueKind.Null } arguments)
        {
            return "{}";
        }

        if (arguments.ValueKind == JsonValueKind.String)
        {
            return ArgumentTexts[arguments.GetString()!].Render(request, captures);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            Write(writer, arguments, text => ArgumentTexts[text].Render(request, captures));
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(
        Utf8JsonWriter writer,
        JsonElement element,
        Func<string, string> render
    )
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, render);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, render);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(render(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
