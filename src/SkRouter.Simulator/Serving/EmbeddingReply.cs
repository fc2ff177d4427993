using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols;

namespace SkRouter.Simulator.Serving;

/// <summary>Sends embeddings: the same for the same text, and the nearer to each other the more words two texts share.</summary>
internal static class EmbeddingReply
{
    private const int DefaultDimensions = 256;
    private const int MostDimensions = 4_096;

    public static async Task SendAsync(HttpResponse response, JsonElement request)
    {
        var texts = Texts(request);
        var dimensions = request.Number("dimensions") ?? DefaultDimensions;
        if (dimensions is < 1 or > MostDimensions)
        {
            throw ApiError.Invalid(
                $"'dimensions' must be from 1 to {MostDimensions}.",
                "dimensions"
            );
        }

        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            Write(json, request, texts, dimensions);
        }

        await ErrorWriter
            .SendAsync(response, body.WrittenMemory, "application/json")
            .ConfigureAwait(false);
    }

    private static void Write(
        Utf8JsonWriter json,
        JsonElement request,
        IReadOnlyList<string> texts,
        int dimensions
    )
    {
        var inBase64 = request.Text("encoding_format") == "base64";
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var i = 0; i < texts.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", i);
            Write(json, Embed(texts[i], dimensions), inBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", request.Text("model"));
        var tokens = texts.Sum(text => TokenEstimator.Count(text));
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", tokens);
        json.WriteNumber("total_tokens", tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, float[] vector, bool inBase64)
    {
        if (inBase64)
        {
            json.WriteBase64String("embedding", MemoryMarshal.AsBytes<float>(vector));
            return;
        }

        json.WriteStartArray("embedding");
        foreach (var number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static float[] Embed(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (
            var word in text.Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var hash = Hash(word);
            vector[hash % (uint)dimensions] += (hash >> 31) == 0 ? 1 : -1;
        }

        var length = MathF.Sqrt(vector.Sum(number => number * number));
        for (var i = 0; i < dimensions && length > 0; i++)
        {
            vector[i] /= length;
        }

        return vector;
    }

    /// <summary>FNV-1a: the runtime's own differs from process to process.</summary>
    private static uint Hash(string word) =>
        word.Aggregate(
            2_166_136_261,
            static (hash, letter) => (hash ^ char.ToUpperInvariant(letter)) * 16_777_619
        );

    private static IReadOnlyList<string> Texts(JsonElement request) =>
        request.Text("input") is { } one ? [one]
        : request.Items("input") is { Count: > 0 } items
        && items.All(item => item.ValueKind is JsonValueKind.String)
            ? [.. items.Select(item => item.GetString()!)]
        : throw ApiError.Invalid("'input' must be a string or an array of strings.", "input");
}
