using SkRouter.Conversion;
using SkRouter.Routing;

namespace SkRouter.Loops;

/// <summary>The tools that a request offers, by the names that chat clients know them by.</summary>
internal static class OfferedTools
{
    // What the Agent Framework and Semantic Kernel call the tools by which one agent hands over to another.
    private static readonly string[] Handovers = ["handoff_to_", "transfer_to_"];

    public static IEnumerable<string> Names(ModelRequest request) =>
        request.IsSemanticKernel
            ? request.Functions.Select(function =>
                ToolNames.Join(function.PluginName, function.Name)
            )
            : request.Options?.Tools?.Select(tool => tool.Name) ?? [];

    public static bool IsSame(string one, string other) =>
        LoopToolRule
            .Plain(one)
            .Equals(LoopToolRule.Plain(other), StringComparison.OrdinalIgnoreCase);

    public static bool HandsOver(string name) =>
        Array.Exists(Handovers, start => name.Contains(start, StringComparison.OrdinalIgnoreCase));
}
