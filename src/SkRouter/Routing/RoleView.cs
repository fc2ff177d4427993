using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Routing;

/// <summary>The router as one role sees it. Registered in the container under the role's name, with both faces.</summary>
public sealed class RoleView : IChatCompletionService, IChatClient
{
    private readonly ModelRouter _router;

    internal RoleView(ModelRouter router, string role)
    {
        _router = router;
        Role = role;
    }

    /// <summary>The role.</summary>
    public string Role { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Attributes => _router.Attributes;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) => _router.AnswerAsync(Role, chatHistory, executionSettings, kernel, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) => _router.StreamAsync(Role, chatHistory, executionSettings, kernel, cancellationToken);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => _router.AnswerAsync(Role, messages, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => _router.StreamAsync(Role, messages, options, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(RoleView)
            ? this
            : _router.GetService(serviceType, serviceKey);

    /// <summary>Does nothing: the container owns the deployments.</summary>
    public void Dispose() { }
}
