namespace SkRouter.Connectors.Restrictions;

/// <summary>Represents <c>model-rules.json</c>.</summary>
internal sealed record ModelRuleFile
{
    public required IReadOnlyList<ModelRule> Rules { get; init; }
}
