using System.Globalization;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Keys;

/// <summary>Keys as a table for people.</summary>
internal static class KeyTable
{
    public static Table Of(IEnumerable<KeyListing> keys)
    {
        var table = new Table().Border(TableBorder.Ascii);
        table.AddColumns(
            "id",
            "name",
            "begins",
            "state",
            "may ask for",
            "tenant",
            "limits",
            "expires"
        );
        foreach (var key in keys)
        {
            table.AddRow(
                Cell(key.Id),
                Cell(key.Name),
                Cell(key.Prefix + "..."),
                Cell(key.State),
                Cell(key.Targets is { } targets ? string.Join(", ", targets) : "everything"),
                Cell(key.Tenant ?? ""),
                Cell(Limits(key)),
                Cell(key.ExpiresAt?.ToString("u", CultureInfo.InvariantCulture) ?? "never")
            );
        }

        return table;
    }

    private static string Limits(KeyListing key)
    {
        var limits = new List<string>();
        Add(key.RequestsPerMinute, "requests/min");
        Add(key.TokensPerMinute, "tokens/min");
        Add(key.MaxParallel, "at once");
        return string.Join(", ", limits);

        void Add(long? limit, string what)
        {
            if (limit is { } number)
            {
                limits.Add(string.Create(CultureInfo.InvariantCulture, $"{number} {what}"));
            }
        }
    }

    private static Markup Cell(string text) => new(Markup.Escape(text));
}
