using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.TestKit;

namespace SkRouter.Tests.DependencyInjection;

/// <summary>Every way in which an app can ask a model for something as 'writer', or as the default role.</summary>
internal static class WaysToAsk
{
    private const string Prompt = "Say something.";

    public static IReadOnlyDictionary<string, Func<Kernel, Task<string>>> All { get; } =
        new Dictionary<string, Func<Kernel, Task<string>>>(StringComparer.Ordinal)
        {
            ["prompt"] = async kernel =>
                (await kernel.InvokePromptAsync(Prompt, new(AsWriter()))).ToString(),
            ["prompt, default role"] = async kernel =>
                (await kernel.InvokePromptAsync(Prompt)).ToString(),
            ["prompt, streamed"] = kernel =>
                JoinAsync(kernel.InvokePromptStreamingAsync(Prompt, new(AsWriter()))),
            ["prompt, streamed, default role"] = kernel =>
                JoinAsync(kernel.InvokePromptStreamingAsync(Prompt)),
            ["template"] = async kernel =>
                (
                    await kernel.InvokeAsync(KernelFunctionFactory.CreateFromPrompt(Template()))
                ).ToString(),
            ["template, streamed"] = kernel =>
                JoinAsync(
                    kernel.InvokeStreamingAsync(KernelFunctionFactory.CreateFromPrompt(Template()))
                ),
            ["keyed service"] = kernel =>
                AskAsync(kernel.GetRequiredService<IChatCompletionService>("writer"), kernel, null),
            ["router"] = kernel => AskAsync(kernel.Router(), kernel, AsWriter()),
            ["role view"] = kernel =>
                AskAsync((IChatCompletionService)kernel.Router().ForRole("writer"), kernel, null),
            ["keyed client"] = async kernel =>
                (
                    await kernel.GetRequiredService<IChatClient>("writer").GetResponseAsync(Prompt)
                ).Text,
            ["router as client"] = async kernel =>
                (
                    await ((IChatClient)kernel.Router()).GetResponseAsync(
                        Prompt,
                        new() { ModelId = "writer" }
                    )
                ).Text,
        };

    private static PromptExecutionSettings AsWriter() => new() { ServiceId = "writer" };

    private static PromptTemplateConfig Template()
    {
        var template = new PromptTemplateConfig(Prompt);
        template.AddExecutionSettings(new PromptExecutionSettings(), "writer");
        return template;
    }

    private static async Task<string> AskAsync(
        IChatCompletionService service,
        Kernel kernel,
        PromptExecutionSettings? settings
    )
    {
        var history = new ChatHistory();
        history.AddUserMessage(Prompt);
        return (await service.GetChatMessageContentAsync(history, settings, kernel)).Content!;
    }

    private static async Task<string> JoinAsync(IAsyncEnumerable<StreamingKernelContent> pieces)
    {
        var text = "";
        await foreach (var piece in pieces)
        {
            text += piece.ToString();
        }

        return text;
    }
}
