using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>The names of dimensions in the tables of sums.</summary>
internal static class Dimensions
{
    public const string All = "all";

    /// <summary>A value that is not known: a number, which no name is.</summary>
    public const long Unknown = 0;

    private const string TagPrefix = "tag:";

    /// <summary>The dimensions that every record has a value in, with it.</summary>
    public static IEnumerable<(string Dimension, string? Value)> Of(DecisionRecord record)
    {
        yield return (All, null);
        yield return (Name(SpendDimension.Agent), record.Agent);
        yield return (Name(SpendDimension.Role), record.Role);
        yield return (Name(SpendDimension.Model), record.Model);
        yield return (Name(SpendDimension.Deployment), record.Deployment);
        yield return (Name(SpendDimension.Provider), record.Provider);
        yield return (Name(SpendDimension.Tenant), record.Tenant);
        if (record.Tags.Count > 0)
        {
            foreach (var (key, value) in record.Tags)
            {
                yield return (Name(SpendDimension.Tag, key), value);
            }
        }
    }

    public static string Name(SpendDimension dimension, string? tagKey = null) =>
        dimension switch
        {
            SpendDimension.None => All,
            SpendDimension.Agent => "agent",
            SpendDimension.Role => "role",
            SpendDimension.Model => "model",
            SpendDimension.Deployment => "deployment",
            SpendDimension.Provider => "provider",
            SpendDimension.Tenant => "tenant",
            SpendDimension.Tag => TagPrefix + tagKey,
            _ => throw new ArgumentOutOfRangeException(
                nameof(dimension),
                dimension,
                "There are no sums by this dimension."
            ),
        };

    public static SpendKey Key(SpendDimension dimension, string? value, string? tagKey) =>
        dimension switch
        {
            SpendDimension.Agent => new() { Agent = value },
            SpendDimension.Role => new() { Role = value },
            SpendDimension.Model => new() { Model = value },
            SpendDimension.Deployment => new() { Deployment = value },
            SpendDimension.Provider => new() { Provider = value },
            SpendDimension.Tenant => new() { Tenant = value },
            SpendDimension.Run => new() { Run = value },
            SpendDimension.Tag => new() { TagKey = tagKey, Tag = value },
            _ => default,
        };
}
