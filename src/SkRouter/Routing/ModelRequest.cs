using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Access;
using SkRouter.Conversion;
using SkRouter.Protocols;

namespace SkRouter.Routing;

/// <summary>
/// What one round trip asks, in two views: Semantic Kernel's and Microsoft.Extensions.AI's. The one that the caller used is
/// there at once, the other is made on first use. Treat both as read-only: the router sends copies.
/// </summary>
public sealed class ModelRequest
{
    private readonly ChatHistory? _history;
    private readonly IReadOnlyList<ChatMessage>? _messages;
    private ChatHistory? _convertedHistory;
    private IReadOnlyList<ChatMessage>? _convertedMessages;
    private PromptExecutionSettings? _convertedSettings;
    private ChatOptions? _convertedOptions;
    private readonly PromptExecutionSettings? _settings;
    private readonly ChatOptions? _options;

    internal ModelRequest(
        ChatHistory history,
        PromptExecutionSettings? settings,
        Kernel? kernel,
        IReadOnlyList<KernelFunction> functions
    )
    {
        _history = history;
        _settings = settings;
        Kernel = kernel;
        Functions = functions;
    }

    internal ModelRequest(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        _messages = messages;
        _options = options;
        Functions = [];
    }

    /// <summary>What the caller may reach; null for what the flow's scope says.</summary>
    internal CallAccess? Access { get; init; }

    /// <summary>Whether the caller speaks Semantic Kernel's language.</summary>
    public bool IsSemanticKernel => _history is not null;

    /// <summary>The caller's kernel; null if it has none.</summary>
    public Kernel? Kernel { get; }

    /// <summary>The conversation as Semantic Kernel has it.</summary>
    public ChatHistory History =>
        _history ?? (_convertedHistory ??= ToHistory.Convert(_messages!, _options));

    /// <summary>The settings as Semantic Kernel has them; null if there are none.</summary>
    public PromptExecutionSettings? Settings =>
        _history is not null ? _settings : _convertedSettings ??= ToSettings.Convert(_options);

    /// <summary>The conversation as Microsoft.Extensions.AI has it.</summary>
    public IReadOnlyList<ChatMessage> Messages =>
        _messages ?? (_convertedMessages ??= ToMessages.Convert(_history!));

    /// <summary>The options as Microsoft.Extensions.AI has them; null if there are none.</summary>
    public ChatOptions? Options =>
        _messages is not null
            ? _options
            : _convertedOptions ??= ToOptions.Convert(_settings, Kernel);

    /// <summary>The run of the tool loop that this round trip goes on with; null for its first, and outside of one.</summary>
    internal string? LoopRun { get; init; }

    /// <summary>The whole answer is read before any of it is shown, because the last one of this loop called tools in a way that cannot be read.</summary>
    internal bool HoldsAnswer { get; init; }

    /// <summary>Functions on offer, when the caller is Semantic Kernel.</summary>
    internal IReadOnlyList<KernelFunction> Functions { get; }

    /// <summary>Whether any tool is on offer.</summary>
    internal bool OffersTools =>
        IsSemanticKernel
            ? Functions.Count > 0
            : _options?.Tools is { Count: > 0 } tools && HasCallable(tools);

    internal int ToolCount => IsSemanticKernel ? Functions.Count : _options?.Tools?.Count ?? 0;

    /// <summary>A tool that the provider runs is left out where it does not have it, so it asks nothing of a model.</summary>
    private static bool HasCallable(IList<AITool> tools)
    {
        for (var i = 0; i < tools.Count; i++)
        {
            if (tools[i] is not ProviderTool)
            {
                return true;
            }
        }

        return false;
    }
}
