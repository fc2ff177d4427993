namespace SkRouter.AspNetCore.Embeddings;

/// <summary>What a client wants embedded, and how it wants the numbers.</summary>
internal sealed record EmbeddingRequest(
    string Model,
    IReadOnlyList<string> Texts,
    int? Dimensions,
    bool InBase64,
    IReadOnlyList<string> Ignored
);
