using Microsoft.Extensions.AI;

namespace SkRouter.Agents;

/// <summary>The tools that an app offers, by the names that role files use.</summary>
internal static class OfferedTools
{
    /// <exception cref="InvalidOperationException">The role names a tool that the app does not offer.</exception>
    public static List<AITool> Find(RoleDefinition role, IEnumerable<AITool> tools)
    {
        var offered = new Dictionary<string, AITool>(StringComparer.OrdinalIgnoreCase);
        foreach (var tool in tools)
        {
            offered.TryAdd(Plain(tool.Name), tool);
        }

        var missing = role.Tools.Where(name => !offered.ContainsKey(Plain(name))).ToList();
        return missing.Count == 0
            ? [.. role.Tools.Select(name => offered[Plain(name)])]
            : throw new InvalidOperationException(
                $"{role.Place}: the role '{role.Name}' names tools that the app does not offer: {string.Join(", ", missing)}; offered: {string.Join(", ", offered.Values.Select(static tool => tool.Name).Order(StringComparer.Ordinal))}"
            );
    }

    // Semantic Kernel writes Plugin.Function and Plugin-Function, chat clients Plugin_Function.
    private static string Plain(string name) => name.Replace('.', '_').Replace('-', '_');
}
