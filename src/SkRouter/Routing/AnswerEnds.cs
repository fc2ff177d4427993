using System.Collections.Frozen;
using SkRouter.Protocols;

namespace SkRouter.Routing;

/// <summary>The ends of answers as each protocol spells them, read once from <c>ends.tsv</c>. Connectors and the core read the same table.</summary>
internal static class AnswerEnds
{
    private const string Any = "any";

    private static readonly FrozenDictionary<
        string,
        FrozenDictionary<string, EndMeaning>
    > Protocols = Read();

    private static readonly FrozenDictionary<string, EndMeaning> Anybodys = Protocols[Any];

    /// <summary>What an end means in one protocol.</summary>
    /// <param name="protocol">One of <see cref="WireProtocols"/>.</param>
    /// <param name="word">The protocol's word for it.</param>
    public static EndMeaning Of(string protocol, string word) =>
        Protocols[protocol].GetValueOrDefault(Key(word));

    /// <summary>What an end means in the words of a service that is not a connector of SkRouter's.</summary>
    public static EndMeaning Of(string word) => Anybodys.GetValueOrDefault(Key(word));

    /// <summary>The lines of the table, for tests.</summary>
    internal static IEnumerable<string[]> Lines()
    {
        using var stream = typeof(AnswerEnds).Assembly.GetManifestResourceStream(
            "SkRouter.ends.tsv"
        )!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line.Split('\t');
            }
        }
    }

    private static FrozenDictionary<string, FrozenDictionary<string, EndMeaning>> Read()
    {
        var tables = new Dictionary<string, Dictionary<string, EndMeaning>>(StringComparer.Ordinal)
        {
            [Any] = [],
        };
        foreach (var columns in Lines())
        {
            var meaning = Enum.Parse<EndMeaning>(
                columns[3].Replace("-", "", StringComparison.Ordinal),
                ignoreCase: true
            );
            if (!tables.TryGetValue(columns[0], out var table))
            {
                tables[columns[0]] = table = [];
            }

            var key = Key(columns[2]);
            table[key] = meaning;
            tables[Any].TryAdd(key, meaning);
        }

        return tables.ToFrozenDictionary(
            static table => table.Key,
            static table => table.Value.ToFrozenDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    private static string Key(string word) =>
        word.Replace("_", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal)
            .ToLowerInvariant();
}
