using System.Diagnostics.CodeAnalysis;
using Microsoft.SemanticKernel;

namespace SkRouter.Plugin;

/// <summary>The tools as a plugin. Semantic Kernel's own factory for that is not among its abstractions.</summary>
internal sealed class RouterPlugin(string name, IEnumerable<KernelFunction> functions)
    : KernelPlugin(name, "See and steer which models answer.")
{
    private readonly Dictionary<string, KernelFunction> _functions = functions
        .Select(function => function.Clone(name))
        .ToDictionary(
            static function => function.Name,
            static function => function,
            StringComparer.OrdinalIgnoreCase
        );

    public override int FunctionCount => _functions.Count;

    public override bool TryGetFunction(
        string name,
        [NotNullWhen(true)] out KernelFunction? function
    ) => _functions.TryGetValue(name, out function);

    public override IEnumerator<KernelFunction> GetEnumerator() =>
        _functions.Values.GetEnumerator();
}
