namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Tells Mistral's models by their names: gateways serve them too, and pass their rules on.</summary>
internal static class MistralModel
{
    private static readonly string[] Families =
    [
        "mistral",
        "ministral",
        "magistral",
        "mixtral",
        "codestral",
        "devstral",
        "pixtral",
    ];

    public static bool Is(string? model) =>
        model is not null
        && Families.Any(family => model.Contains(family, StringComparison.OrdinalIgnoreCase));
}
