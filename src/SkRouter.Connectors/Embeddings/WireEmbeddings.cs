using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Embeddings;

/// <summary>The embeddings of a provider that offers them at OpenAI's <c>/embeddings</c>. It never retries.</summary>
internal sealed class WireEmbeddings(ProviderEndpoint endpoint, string modelId)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new(
        endpoint.Provider,
        endpoint.BaseUrl,
        modelId
    );

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        string[] texts = [.. values];
        using var response = await endpoint
            .SendAsync(Write(texts, options), cancellationToken)
            .ConfigureAwait(false);
        var body = await response
            .Content.ReadAsByteArrayAsync(cancellationToken)
            .ConfigureAwait(false);
        return Read(Parse(body), texts.Length);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Connections are shared and belong to the pool.</summary>
    public void Dispose() { }

    public override string ToString() => $"{endpoint.Provider}/{modelId}";

    private WireRequest Write(string[] texts, EmbeddingGenerationOptions? options)
    {
        var body = new JsonObject
        {
            ["model"] = options?.ModelId ?? modelId,
            ["input"] = new JsonArray([.. texts.Select(static text => JsonValue.Create(text))]),
            // Base64 is shorter, and not all that call themselves compatible know it.
            ["encoding_format"] = "float",
        };
        if (options?.Dimensions is { } dimensions)
        {
            body["dimensions"] = dimensions;
        }
        foreach (var (name, value) in options?.AdditionalProperties ?? [])
        {
            body[name] = WireJson.Node(value);
        }
        return new("embeddings", body, []);
    }

    private JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException exception)
        {
            throw endpoint.Errors.Unreadable("embeddings that are not JSON", exception);
        }
    }

    private GeneratedEmbeddings<Embedding<float>> Read(JsonElement root, int asked)
    {
        if (root.Member("data") is not { ValueKind: JsonValueKind.Array } data)
        {
            throw endpoint.Errors.FromAnswer(root, midStream: false);
        }
        var embeddings = new Embedding<float>?[asked];
        var place = 0;
        foreach (var item in data.EnumerateArray())
        {
            var index = item.Count("index") ?? place;
            place++;
            if (index < asked)
            {
                embeddings[index] = new(Vector(item)) { ModelId = root.Text("model") };
            }
        }
        if (place != asked || embeddings.Contains(null))
        {
            throw endpoint.Errors.Unreadable("embeddings that are not one for each text");
        }
        return new(embeddings.OfType<Embedding<float>>())
        {
            Usage = root.Member("usage").Count("prompt_tokens") is { } tokens
                ? new() { InputTokenCount = tokens, TotalTokenCount = tokens }
                : null,
        };
    }

    private float[] Vector(JsonElement item)
    {
        if (item.Member("embedding") is not { ValueKind: JsonValueKind.Array } numbers)
        {
            throw endpoint.Errors.Unreadable("an embedding that is not a list of numbers");
        }
        var vector = new float[numbers.GetArrayLength()];
        var i = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            if (
                number.ValueKind is not JsonValueKind.Number
                || !number.TryGetSingle(out vector[i++])
            )
            {
                throw endpoint.Errors.Unreadable("an embedding that is not a list of numbers");
            }
        }
        return vector;
    }
}
