namespace SkRouter.Simulator.Answering;

/// <summary>Finds the advertised tool that a script means, whatever joins plugin and function there.</summary>
internal static class ToolNames
{
    public static string Resolve(string scripted, IReadOnlyList<string> advertised) =>
        Find(scripted, advertised) ?? scripted;

    public static string? Find(string scripted, IReadOnlyList<string> advertised)
    {
        var wanted = Normal(scripted);
        string? found = null;
        foreach (var name in advertised)
        {
            if (string.Equals(name, scripted, StringComparison.Ordinal))
            {
                return name;
            }

            found ??= EndsWith(Normal(name), wanted) ? name : null;
        }

        // The other way round: the script names the plugin, the advertised tool has none.
        return found ?? advertised.FirstOrDefault(name => EndsWith(wanted, Normal(name)));
    }

    private static string Normal(string name) => name.Replace('-', '_').Replace('.', '_');

    private static bool EndsWith(string name, string end) =>
        name.EndsWith(end, StringComparison.OrdinalIgnoreCase)
        && (name.Length == end.Length || name[name.Length - end.Length - 1] == '_');
}
