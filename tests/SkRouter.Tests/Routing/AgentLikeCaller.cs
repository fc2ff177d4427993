using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Tests.Routing;

/// <summary>Calls a chat service in the sequence of Semantic Kernel's own ChatCompletionAgent, whose package is not at hand.</summary>
internal sealed class AgentLikeCaller(Kernel kernel, string name, string? instructions)
{
    public KernelArguments? Arguments { get; init; }

    public ChatHistory Thread { get; } = [];

    public async Task<string> InvokeAsync(string message, bool streamed)
    {
        Thread.AddUserMessage(message);
        var (service, settings) = Select();
        var chat = new ChatHistory();
        if (instructions is not null)
        {
            chat.Add(new(AuthorRole.System, instructions) { AuthorName = name });
        }

        chat.AddRange(Thread);
        var known = chat.Count;
        var text = "";
        if (streamed)
        {
            await foreach (
                var piece in service.GetStreamingChatMessageContentsAsync(chat, settings, kernel)
            )
            {
                text += piece.Content;
            }
        }
        else
        {
            var messages = await service.GetChatMessageContentsAsync(chat, settings, kernel);
            text = string.Concat(messages.Select(content => content.Content));
        }

        // What the service added on the way, calls and results of tools, belongs to the thread too.
        Thread.AddRange(chat.Skip(known));
        Thread.AddAssistantMessage(text);
        return text;
    }

    private (IChatCompletionService Service, PromptExecutionSettings? Settings) Select()
    {
        var placeholder = KernelFunctionFactory.CreateFromPrompt(
            "placeholder",
            Arguments?.ExecutionSettings?.Values
        );
        kernel
            .ServiceSelector.TrySelectAIService<IChatCompletionService>(
                kernel,
                placeholder,
                Arguments ?? [],
                out var service,
                out var settings
            )
            .ShouldBeTrue();
        return (service!, settings);
    }
}
