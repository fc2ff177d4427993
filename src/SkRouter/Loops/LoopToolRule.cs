using System.Collections.Frozen;
using SkRouter.DependencyInjection;

namespace SkRouter.Loops;

/// <summary>What makes two calls of one tool the same, as the detector uses it.</summary>
internal sealed record LoopToolRule(bool Exempt, FrozenSet<string> Ignored)
{
    public static LoopToolRule Of(LoopToolOptions options) =>
        new(options.Exempt, options.IgnoreArguments.ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>One spelling of a tool's name: Semantic Kernel's own has a dash where a chat client's has an underscore.</summary>
    public static string Plain(string tool) => tool.Replace('-', '_').Replace('.', '_');
}
