namespace SkRouter.Connectors.Wire;

/// <summary>Which header carries the key.</summary>
internal sealed record KeyPlacement(string Header, string? Scheme)
{
    public static KeyPlacement Bearer { get; } = new("Authorization", "Bearer");

    public static KeyPlacement Anthropic { get; } = new("x-api-key", null);

    public static KeyPlacement Google { get; } = new("x-goog-api-key", null);

    public static KeyPlacement Azure { get; } = new("api-key", null);
}
