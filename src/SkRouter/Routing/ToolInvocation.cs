using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;
using SkRouter.Loops;
using SkRouter.Plugin;
using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;
using FunctionResultContent = Microsoft.SemanticKernel.FunctionResultContent;

namespace SkRouter.Routing;

/// <summary>Runs the tools that one answer calls, through Semantic Kernel's own filters, and puts calls and results into the caller's history.</summary>
internal sealed record ToolInvocation(
    Kernel Kernel,
    ChatHistory History,
    PromptExecutionSettings? Settings,
    ToolTurn Turn,
    int RequestIndex,
    bool Streaming
)
{
    /// <returns>The last message, if a filter ended the loop; else null.</returns>
    public async Task<ChatMessageContent?> RunAsync(
        ChatMessageContent message,
        CancellationToken cancellationToken
    )
    {
        ToolCaller.Enter(Turn.Record);
        message = CallingMessage.Normalise(message, Turn, RequestIndex);
        History.Add(message);
        var calls = FunctionCallContent.GetFunctionCalls(message).ToArray();
        if (Turn.Options?.AllowConcurrentInvocation == true && calls.Length > 1)
        {
            return await RunTogetherAsync(message, calls, cancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < calls.Length; i++)
        {
            var (result, terminate) = await RunOneAsync(message, calls, i, cancellationToken)
                .ConfigureAwait(false);
            Add(calls[i], result);
            if (terminate)
            {
                return History[^1];
            }
        }

        return null;
    }

    private async Task<ChatMessageContent?> RunTogetherAsync(
        ChatMessageContent message,
        FunctionCallContent[] calls,
        CancellationToken cancellationToken
    )
    {
        var results = await Task.WhenAll(
                calls.Select((_, i) => RunOneAsync(message, calls, i, cancellationToken))
            )
            .ConfigureAwait(false);
        for (var i = 0; i < calls.Length; i++)
        {
            Add(calls[i], results[i].Result);
        }

        return results.Any(result => result.Terminate) ? History[^1] : null;
    }

    private async Task<(object Result, bool Terminate)> RunOneAsync(
        ChatMessageContent message,
        FunctionCallContent[] calls,
        int index,
        CancellationToken cancellationToken
    )
    {
        var call = calls[index];
        if (call.Exception is { } fault)
        {
            return (ToolResult.Unreadable(fault), false);
        }

        if (ToolNames.Find(Turn.Functions, call.PluginName, call.FunctionName) is not { } function)
        {
            return (ToolResult.NotOffered, false);
        }

        if (Turn.IsWithheld(function))
        {
            return (WithheldResult.For(call.FunctionName), false);
        }

        var context = new AutoFunctionInvocationContext(
            Kernel,
            function,
            new FunctionResult(function, culture: Kernel.Culture),
            History,
            message
        )
        {
            Arguments = call.Arguments,
            RequestSequenceIndex = RequestIndex,
            FunctionSequenceIndex = index,
            FunctionCount = calls.Length,
            CancellationToken = cancellationToken,
            IsStreaming = Streaming,
            ToolCallId = call.Id,
            ExecutionSettings = Settings,
        };
        try
        {
            await InvokeAsync(context, 0).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // The model is told, and may do better; a tool's failure is no reason to end the conversation.
            return (ToolResult.Failed(exception), context.Terminate);
        }

        return (ToolResult.Read(context.Result, function), context.Terminate);
    }

    private Task InvokeAsync(AutoFunctionInvocationContext context, int filter)
    {
        var filters = Kernel.AutoFunctionInvocationFilters;
        return filter < filters.Count
            ? filters[filter]
                .OnAutoFunctionInvocationAsync(context, inner => InvokeAsync(inner, filter + 1))
            : InvokeFunctionAsync(context);
    }

    private async Task InvokeFunctionAsync(AutoFunctionInvocationContext context)
    {
        if (!context.Terminate)
        {
            context.Result = await context
                .Function.InvokeAsync(
                    Kernel,
                    FunctionArguments.Fit(context.Arguments, context.Function),
                    context.CancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    private void Add(FunctionCallContent call, object result)
    {
        var message = new ChatMessageContent(AuthorRole.Tool, result as string);
        message.Items.Add(
            new FunctionResultContent(call.FunctionName, call.PluginName, call.Id, result)
        );
        History.Add(message);
    }
}
