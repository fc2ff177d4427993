using System.Collections.Frozen;

namespace SkRouter.Connectors.Wire;

/// <summary>Which fields of one protocol another one has under a name of its own, and which of them never change an answer.</summary>
internal static class FieldTranslations
{
    /// <summary>About the request and not about the answer: left out and named even where unsupported settings are refused.</summary>
    private static readonly FrozenSet<string> Hints = FrozenSet.Create(
        StringComparer.Ordinal,
        "user",
        "metadata",
        "store",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "cache_control",
        "labels",
        "betas"
    );

    public static bool IsHint(string field) => Hints.Contains(field);

    /// <summary>Whether a protocol has a field of another one, so that its writer sends it.</summary>
    /// <param name="key">The key, such as <c>responses.user</c>.</param>
    /// <param name="protocol">The protocol that is written.</param>
    public static bool Has(string key, string protocol) => false;
}
