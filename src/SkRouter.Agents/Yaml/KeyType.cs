namespace SkRouter.Agents.Yaml;

/// <summary>What may stand under a key.</summary>
internal enum KeyType
{
    Text,
    Names,
    Number,
    WholeNumber,
    Flag,

    /// <summary>A group of known keys.</summary>
    Group,

    /// <summary>Names of the user's own, and under each a group of known keys.</summary>
    NamedGroups,

    /// <summary>Names of the user's own, and under each a list of names.</summary>
    NamedLists,

    /// <summary>Names of the user's own, and under each a number.</summary>
    NamedNumbers,
}
