using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;

namespace SkRouter.Routing;

/// <summary>
/// Makes prompts and agents of Semantic Kernel come to the router, in whatever order services were registered. Everything
/// that is no chat goes to Semantic Kernel's own selector.
/// </summary>
internal sealed class RoutedServiceSelector(IServiceProvider services)
    : IAIServiceSelector,
        IChatClientSelector
{
    private static readonly IAIServiceSelector BuiltIn = new Kernel().ServiceSelector;

    public bool TrySelectAIService<T>(
        Kernel kernel,
        KernelFunction function,
        KernelArguments arguments,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? serviceSettings
    )
        where T : class, IAIService
    {
        if (typeof(T) == typeof(IChatCompletionService))
        {
            service = (T)(object)services.GetRequiredService<ModelRouter>();
            serviceSettings = SettingsFor(function, arguments);
            return true;
        }

        return BuiltIn.TrySelectAIService(
            kernel,
            function,
            arguments,
            out service,
            out serviceSettings
        );
    }

    public bool TrySelectChatClient<T>(
        Kernel kernel,
        KernelFunction function,
        KernelArguments arguments,
        [NotNullWhen(true)] out T? service,
        out PromptExecutionSettings? serviceSettings
    )
        where T : class, IChatClient
    {
        if (services.GetRequiredService<ModelRouter>() is T router)
        {
            service = router;
            serviceSettings = SettingsFor(function, arguments);
            return true;
        }

        return ((IChatClientSelector)BuiltIn).TrySelectChatClient(
            kernel,
            function,
            arguments,
            out service,
            out serviceSettings
        );
    }

    /// <summary>The settings whose key is a role, model or deployment, with that key as their service; else the default ones.</summary>
    private PromptExecutionSettings? SettingsFor(KernelFunction function, KernelArguments arguments)
    {
        var all = arguments.ExecutionSettings ?? function.ExecutionSettings;
        if (all is null || all.Count == 0)
        {
            return null;
        }

        PromptExecutionSettings? unnamed = null;
        PromptExecutionSettings? unknown = null;
        foreach (var (key, settings) in all)
        {
            if (string.IsNullOrEmpty(key) || key == PromptExecutionSettings.DefaultServiceId)
            {
                unnamed ??= settings;
            }
            else if (services.GetRequiredService<KnownTargets>().Contains(key))
            {
                return Named(settings, key);
            }
            else
            {
                unknown ??= Named(settings, key);
            }
        }

        // A name that nobody knows reaches the router, which says so by name; Semantic Kernel would call it a missing service.
        return unnamed ?? unknown;
    }

    private static PromptExecutionSettings Named(PromptExecutionSettings settings, string key)
    {
        if (settings.ServiceId is not null)
        {
            return settings;
        }

        // The original may be frozen, and belongs to the function.
        var copy = settings.Clone();
        copy.ServiceId = key;
        return copy;
    }
}
