using System.Collections.Frozen;

namespace SkRouter.Protocols;

/// <summary>
/// Fields that say what an item or a block is in its own protocol. In another one the content says it, so nothing is lost and nothing has to be named.
/// </summary>
internal static class ItemFields
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "type",
        "id",
        "status",
        "role",
        "phase",
        "name",
        "namespace",
        "execution",
        "raw",
        "redacted",
        "source",
        "title",
        "context",
        "content",
        "tool_name",
        "tools",
        "tool_choice"
    );

    public static bool Has(string field) => Known.Contains(field);
}
