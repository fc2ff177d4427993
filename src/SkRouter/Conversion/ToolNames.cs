using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>
/// One function has three spellings on the wire: Semantic Kernel's connector writes <c>Plugin-Function</c>, a chat client
/// <c>Plugin_Function</c>, and models sometimes answer with the bare name.
/// </summary>
internal static class ToolNames
{
    /// <summary>The function that a model means, among those on offer; null if it is none of them.</summary>
    public static KernelFunction? Find(
        IReadOnlyList<KernelFunction> offered,
        string? plugin,
        string name
    )
    {
        KernelFunction? bare = null;
        foreach (var function in offered)
        {
            if (Matches(function, plugin, name))
            {
                return function;
            }

            if (function.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                bare ??= function;
            }
        }

        return bare;
    }

    /// <summary>Semantic Kernel's two parts of a name as a chat client spells it.</summary>
    public static string Join(string? plugin, string name) =>
        string.IsNullOrEmpty(plugin) ? name : $"{plugin}_{name}";

    private static bool Matches(KernelFunction function, string? plugin, string name)
    {
        // KernelFunction.Name is the bare name; on its AIFunction base the same property is qualified.
        if (!string.IsNullOrEmpty(plugin))
        {
            return string.Equals(function.PluginName, plugin, StringComparison.OrdinalIgnoreCase)
                && function.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
        }

        if (string.IsNullOrEmpty(function.PluginName))
        {
            return function.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
        }

        return name.Length == function.PluginName.Length + 1 + function.Name.Length
            && name.StartsWith(function.PluginName, StringComparison.OrdinalIgnoreCase)
            && name[function.PluginName.Length] is '-' or '_' or '.'
            && name.EndsWith(function.Name, StringComparison.OrdinalIgnoreCase);
    }
}
