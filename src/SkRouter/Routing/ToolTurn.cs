using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;
using SkRouter.Pipeline;

namespace SkRouter.Routing;

/// <summary>One turn of the tool loop: which functions are on offer, and the settings of an attempt that must not run them itself.</summary>
internal readonly record struct ToolTurn(
    PromptExecutionSettings? Settings,
    IReadOnlyList<KernelFunction> Functions,
    FunctionChoiceBehaviorOptions? Options,
    bool AutoInvoke
)
{
    /// <summary>The record of the round trip that called the tools; null before it has ended.</summary>
    public DecisionRecord? Record { get; init; }

    /// <summary>As many turns as Semantic Kernel's own connectors take before they stop running tools.</summary>
    private const int MostTurns = 128;

    public static ToolTurn Prepare(
        ChatHistory history,
        PromptExecutionSettings? settings,
        Kernel? kernel,
        int index
    )
    {
        if (settings is null)
        {
            return new(null, [], null, false);
        }

        LegacyToolBehavior.Refuse(settings);
        if (settings.FunctionChoiceBehavior is not { } behavior)
        {
            return new(settings, [], null, false);
        }

        var configuration = behavior.GetConfiguration(
            new(history) { Kernel = kernel, RequestSequenceIndex = index }
        );
        var functions = configuration.Functions ?? [];
        var copy = settings.Clone();
        copy.FunctionChoiceBehavior = Offering(
            configuration.Choice,
            functions,
            configuration.Options
        );
        return new(
            copy,
            functions,
            configuration.Options,
            configuration.AutoInvoke && kernel is not null && index < MostTurns
        );
    }

    /// <summary>Whether the model was not offered a function this time, because it went in circles with it.</summary>
    public bool IsWithheld(KernelFunction function)
    {
        if (Record?.Loop?.Withheld is not { Count: > 0 } names)
        {
            return false;
        }

        var name = ToolNames.Join(function.PluginName, function.Name);
        return names.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Offers functions to an attempt, which must not run them.</summary>
    /// <returns>Null without functions: "auto" without a list would offer everything in the kernel.</returns>
    public static FunctionChoiceBehavior? Offering(
        FunctionChoice choice,
        IReadOnlyList<KernelFunction> functions,
        FunctionChoiceBehaviorOptions? options
    ) =>
        functions.Count == 0 ? null
        : choice == FunctionChoice.Required
            ? FunctionChoiceBehavior.Required(functions, autoInvoke: false, options)
        : choice == FunctionChoice.None ? FunctionChoiceBehavior.None(functions, options)
        : FunctionChoiceBehavior.Auto(functions, autoInvoke: false, options);
}
