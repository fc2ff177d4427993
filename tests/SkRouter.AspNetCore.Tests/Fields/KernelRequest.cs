using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Represents a request of an app that uses the router as Semantic Kernel's chat completion service.</summary>
internal sealed class KernelRequest
{
    public ChatHistory History { get; } = [new(AuthorRole.User, "Hi")];

    public PromptExecutionSettings Settings { get; set; } = new();

    public Kernel Kernel { get; } = new();
}
