using System.Collections.Frozen;
using System.Text.Json;

namespace SkRouter.Connectors.Restrictions;

/// <summary>Which documented settings of chat completions each provider has.</summary>
internal static class DialectFields
{
    private static readonly DialectFile File = Load();

    private static readonly FrozenSet<string> All = File
        .Dialects.Append(File.Others)
        .SelectMany(static dialect => dialect.Fields)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets the settings of other dialects that a provider has not; none for a provider of which nothing is known.</summary>
    public static FrozenSet<string> LackedBy(string provider)
    {
        var own = File.Dialects.FirstOrDefault(dialect =>
            dialect.Providers!.Contains(provider, StringComparer.Ordinal)
        );
        return own is null
            ? FrozenSet<string>.Empty
            : All.Except(own.Fields).ToFrozenSet(StringComparer.Ordinal);
    }

    private static DialectFile Load()
    {
        using var stream = typeof(DialectFields).Assembly.GetManifestResourceStream(
            "SkRouter.Connectors.dialect-fields.json"
        )!;
        return JsonSerializer.Deserialize(stream, RestrictionsJson.Default.DialectFile)!;
    }
}
