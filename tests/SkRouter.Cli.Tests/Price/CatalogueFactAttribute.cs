namespace SkRouter.Cli.Tests.Price;

/// <summary>A fact about the shared catalogue; skipped with a message where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CatalogueFactAttribute : FactAttribute
{
    public CatalogueFactAttribute() => Skip = CatalogueFolder.WhyMissing;
}
