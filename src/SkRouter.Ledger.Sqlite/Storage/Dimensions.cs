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

    // Every record has one value of each; Of gives them in this order.
    private static readonly SpendDimension[] Single =
    [
        SpendDimension.Agent,
        SpendDimension.Role,
        SpendDimension.Model,
        SpendDimension.Deployment,
        SpendDimension.Provider,
        SpendDimension.Tenant,
    ];

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

    /// <summary>The pairs of dimensions that sums are kept for, with a record's values; not of two tags, which no report tells apart at once.</summary>
    public static IEnumerable<(string Dimensions, string? Value, string? Second)> PairsOf(
        DecisionRecord record
    ) => PairsOf([.. Of(record).Skip(1)]);

    /// <summary>The same of what one record or many have in common.</summary>
    /// <param name="all">A value of each dimension, in the order of the tables, then of each tag.</param>
    public static IEnumerable<(string Dimensions, string? Value, string? Second)> PairsOf(
        IReadOnlyList<(string Dimension, string? Value)> all
    )
    {
        for (var i = 0; i < Single.Length; i++)
        {
            for (var j = i + 1; j < all.Count; j++)
            {
                yield return (
                    PairName(all[i].Dimension, all[j].Dimension),
                    all[i].Value,
                    all[j].Value
                );
            }
        }
    }

    /// <summary>The two that a question concerns, in the order of the tables.</summary>
    public static (SpendDimension First, SpendDimension Second) Both(SpendDimension concerned)
    {
        var found = Array.FindAll(Single, one => concerned.HasFlag(one));
        return (found[0], found.Length > 1 ? found[1] : SpendDimension.Tag);
    }

    public static string PairName(SpendDimension first, SpendDimension second, string? tagKey) =>
        PairName(Name(first), Name(second, tagKey));

    public static SpendKey Key(
        SpendDimension first,
        string? value,
        SpendDimension second,
        string? secondValue,
        string? tagKey
    ) => With(With(new() { TagKey = tagKey }, first, value), second, secondValue);

    public static string TagName(string key) => TagPrefix + key;

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
            SpendDimension.Tag => TagName(tagKey ?? ""),
            _ => throw new ArgumentOutOfRangeException(
                nameof(dimension),
                dimension,
                "There are no sums by this dimension."
            ),
        };

    public static SpendKey Key(SpendDimension dimension, string? value, string? tagKey) =>
        With(new() { TagKey = dimension is SpendDimension.Tag ? tagKey : null }, dimension, value);

    private static SpendKey With(SpendKey key, SpendDimension dimension, string? value) =>
        dimension switch
        {
            SpendDimension.Agent => key with { Agent = value },
            SpendDimension.Role => key with { Role = value },
            SpendDimension.Model => key with { Model = value },
            SpendDimension.Deployment => key with { Deployment = value },
            SpendDimension.Provider => key with { Provider = value },
            SpendDimension.Tenant => key with { Tenant = value },
            SpendDimension.Run => key with { Run = value },
            SpendDimension.Tag => key with { Tag = value },
            _ => key,
        };

    private static string PairName(string first, string second) => $"{first}|{second}";
}
