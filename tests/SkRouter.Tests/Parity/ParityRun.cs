using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.Parity;

/// <summary>
/// One conversation with a model, with or without a router in between, and everything that filters, functions, the provider and the
/// caller saw of it.
/// </summary>
internal sealed class ParityRun(Backend backend, bool streamed, bool routed)
    : IAutoFunctionInvocationFilter,
        IFunctionInvocationFilter
{
    private readonly List<string> _seen = [];

    public IReadOnlyList<string> Seen => _seen;

    public ChatHistory History { get; } = [new(AuthorRole.User, "question")];

    public Kernel? Kernel { get; private set; }

    public FunctionChoiceBehaviorOptions? Options { get; init; }

    public bool Filtered { get; init; } = true;

    public void See(string what) => _seen.Add(what);

    /// <returns>What was seen, in order.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(
        WireModel model,
        KernelPlugin plugin,
        PromptExecutionSettings? settings = null
    )
    {
        var (service, kernel) = Build(model);
        Kernel = kernel;
        kernel.Plugins.Add(plugin);
        settings ??= new();
        settings.FunctionChoiceBehavior ??= FunctionChoiceBehavior.Auto(options: Options);
        try
        {
            _seen.Add("answer: " + await AskAsync(service, settings, kernel));
        }
        catch (Exception exception)
        {
            _seen.Add($"error: {exception.GetType().Name} {exception.Message}");
        }

        _seen.AddRange(ToolMessages(model));
        return _seen;
    }

    /// <returns>The last message of a plain answer.</returns>
    public async Task<ChatMessageContent> AnswerAsync(WireModel model, KernelPlugin plugin)
    {
        var (service, kernel) = Build(model);
        kernel.Plugins.Add(plugin);
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: Options),
        };
        return await service.GetChatMessageContentAsync(History, settings, kernel);
    }

    public async Task OnAutoFunctionInvocationAsync(
        AutoFunctionInvocationContext context,
        Func<AutoFunctionInvocationContext, Task> next
    )
    {
        _seen.Add(
            FormattableString.Invariant(
                $"auto filter: {context.Function.Name}({Describe(context.Arguments)}) id {(context.ToolCallId is null ? "null" : "set")}, {context.FunctionSequenceIndex + 1} of {context.FunctionCount} in {context.RequestSequenceIndex}, streaming {context.IsStreaming}"
            )
        );
        await next(context);
        _seen.Add($"auto filter result: {Describe(context.Result.GetValue<object>())}");
    }

    public async Task OnFunctionInvocationAsync(
        Microsoft.SemanticKernel.FunctionInvocationContext context,
        Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task> next
    )
    {
        _seen.Add($"function filter: {context.Function.Name}({Describe(context.Arguments)})");
        await next(context);
    }

    public static string Describe(object? value) =>
        value switch
        {
            null => "null",
            JsonElement element => $"JsonElement {element.GetRawText()}",
            JsonNode node => $"JsonNode {node.ToJsonString()}",
            string text => $"String {text}",
            IEnumerable<KeyValuePair<string, object?>> map => string.Join(
                ", ",
                map.Select(pair => $"{pair.Key}: {Describe(pair.Value)}")
            ),
            _ => $"{value.GetType().Name} {JsonSerializer.Serialize(value)}",
        };

    private (IChatCompletionService Service, Kernel Kernel) Build(WireModel model)
    {
        var builder = Kernel.CreateBuilder();
        if (backend is Backend.ChatService)
        {
            builder.AddOpenAIChatCompletion(
                "wire",
                "no-key",
                serviceId: "wire",
                httpClient: model.Client()
            );
        }
        else
        {
            builder.AddOpenAIChatClient(
                "wire",
                "no-key",
                serviceId: "wire",
                httpClient: model.Client()
            );
        }

        if (Filtered)
        {
            builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(this);
            builder.Services.AddSingleton<IFunctionInvocationFilter>(this);
        }

        if (routed)
        {
            builder.AddSkRouter(router =>
                router
                    .Deployment("wire", deployment => deployment.Price(input: 1, output: 1))
                    .Role("role", role => role.Prefer("wire"))
            );
        }

        var kernel = builder.Build();
        IChatCompletionService service =
            routed ? kernel.Router()
            : backend is Backend.ChatService
                ? kernel.GetRequiredService<IChatCompletionService>("wire")
            : kernel.GetRequiredService<IChatClient>("wire").AsChatCompletionService();
        return (service, kernel);
    }

    private async Task<string> AskAsync(
        IChatCompletionService service,
        PromptExecutionSettings settings,
        Kernel kernel
    )
    {
        if (!streamed)
        {
            var contents = await service.GetChatMessageContentsAsync(History, settings, kernel);
            return string.Concat(contents.Select(content => content.Content));
        }

        var text = "";
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(History, settings, kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }

    /// <summary>Calls and results of tools as they went out to the provider.</summary>
    private static IEnumerable<string> ToolMessages(WireModel model)
    {
        foreach (var message in model.Requests[^1]["messages"]!.AsArray())
        {
            foreach (var call in message!["tool_calls"]?.AsArray() ?? [])
            {
                var function = call!["function"]!;
                yield return $"sent call: {function["name"]} {Compact(function["arguments"]!.GetValue<string>())} id {call["id"]}";
            }

            if (message["role"]!.GetValue<string>() == "tool")
            {
                yield return $"sent result: {Content(message["content"])}";
            }
        }
    }

    /// <summary>The same JSON always looks the same; what is no JSON stays as it is.</summary>
    private static string Compact(string json)
    {
        try
        {
            return JsonNode.Parse(json)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Content(JsonNode? content) =>
        content is JsonArray parts
            ? string.Concat(parts.Select(part => part!["text"]?.GetValue<string>()))
            : content?.GetValue<string>() ?? "null";
}
