using SkRouter.Spend;

namespace SkRouter.Cli.Commands.Spend;

/// <summary>What <c>--by</c> asks for: a dimension, runs, or slots of time.</summary>
internal sealed record SpendGrouping(
    string Name,
    SpendDimension Dimension,
    SpendGrain? Grain = null,
    string? TagKey = null
)
{
    private const string TagPrefix = "tag:";

    private static readonly SpendGrouping[] Known =
    [
        new("agent", SpendDimension.Agent),
        new("role", SpendDimension.Role),
        new("model", SpendDimension.Model),
        new("deployment", SpendDimension.Deployment),
        new("provider", SpendDimension.Provider),
        new("tenant", SpendDimension.Tenant),
        new("run", SpendDimension.Run),
        new("day", SpendDimension.None, SpendGrain.Day),
        new("hour", SpendDimension.None, SpendGrain.Hour),
    ];

    public static IEnumerable<string> Names => Known.Select(grouping => grouping.Name);

    public static SpendGrouping Parse(string text)
    {
        if (text.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var key = text[TagPrefix.Length..];
            return key.Length > 0
                ? new(TagPrefix + key, SpendDimension.Tag, TagKey: key)
                : throw new CommandException("--by tag: must say which tag, e.g. tag:project.");
        }

        return Known.FirstOrDefault(grouping =>
                grouping.Name.Equals(text, StringComparison.OrdinalIgnoreCase)
            )
            ?? throw new CommandException(
                $"--by names '{text}', but it can be {string.Join(", ", Names)} or tag:KEY."
            );
    }

    public string? ValueOf(SpendRow row) =>
        Dimension switch
        {
            SpendDimension.Agent => row.Agent,
            SpendDimension.Role => row.Role,
            SpendDimension.Model => row.Model,
            SpendDimension.Deployment => row.Deployment,
            SpendDimension.Provider => row.Provider,
            SpendDimension.Tenant => row.Tenant,
            SpendDimension.Run => row.Run,
            _ => row.Tag,
        };
}
