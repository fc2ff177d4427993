using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Routing;

/// <summary>One turn of the tool loop: which functions are on offer, and the settings of an attempt that must not run them itself.</summary>
internal readonly record struct ToolTurn(
    PromptExecutionSettings? Settings,
    IReadOnlyList<KernelFunction> Functions,
    FunctionChoiceBehaviorOptions? Options,
    bool AutoInvoke
)
{
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
        // Without functions the behaviour must go too: "auto" without a list would offer everything in the kernel.
        copy.FunctionChoiceBehavior =
            functions.Count == 0 ? null
            : configuration.Choice == FunctionChoice.Required
                ? FunctionChoiceBehavior.Required(
                    functions,
                    autoInvoke: false,
                    configuration.Options
                )
            : configuration.Choice == FunctionChoice.None
                ? FunctionChoiceBehavior.None(functions, configuration.Options)
            : FunctionChoiceBehavior.Auto(functions, autoInvoke: false, configuration.Options);
        return new(
            copy,
            functions,
            configuration.Options,
            configuration.AutoInvoke && kernel is not null && index < MostTurns
        );
    }
}
