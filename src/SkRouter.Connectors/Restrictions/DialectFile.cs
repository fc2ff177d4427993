namespace SkRouter.Connectors.Restrictions;

/// <summary>Represents <c>dialect-fields.json</c>.</summary>
internal sealed record DialectFile
{
    public required IReadOnlyList<Dialect> Dialects { get; init; }

    /// <summary>Settings of servers that no provider's name stands for.</summary>
    public required Dialect Others { get; init; }
}
