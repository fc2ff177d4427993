using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SkRouter.Simulator.Serving;

/// <summary>Sends the list of models.</summary>
internal static class ModelList
{
    public static Task SendAsync(
        HttpResponse response,
        IEnumerable<string> names,
        DateTimeOffset now
    )
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            foreach (var name in names)
            {
                writer.WriteStartObject();
                writer.WriteString("id", name);
                writer.WriteString("object", "model");
                writer.WriteNumber("created", now.ToUnixTimeSeconds());
                writer.WriteString("owned_by", "simulator");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return ErrorWriter.SendAsync(response, body.WrittenMemory, "application/json");
    }
}
