using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>Puts a schema to a model that has no setting for one: as a tool it must call, or as an instruction.</summary>
internal sealed class StructuredOutputClient(
    IChatClient inner,
    Func<string?, StructuredOutput> wayFor
) : DelegatingChatClient(inner)
{
    private const string ToolName = "give_answer";

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var rewritten = Rewrite(messages, options);
        var response = await base.GetResponseAsync(
                rewritten.Messages,
                rewritten.Options,
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var message in response.Messages)
        {
            message.Contents = [.. message.Contents.Select(Unwrap)];
        }
        if (
            !response
                .Messages.SelectMany(static message => message.Contents)
                .Any(static content => content is FunctionCallContent)
        )
        {
            response.FinishReason = Plain(response.FinishReason);
        }
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var rewritten = Rewrite(messages, options);
        var hasCalls = false;
        await foreach (
            var update in base.GetStreamingResponseAsync(
                    rewritten.Messages,
                    rewritten.Options,
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
        {
            update.Contents = [.. update.Contents.Select(Unwrap)];
            hasCalls |= update.Contents.Any(static content => content is FunctionCallContent);
            update.FinishReason = hasCalls ? update.FinishReason : Plain(update.FinishReason);
            yield return update;
        }
    }

    private static ChatFinishReason? Plain(ChatFinishReason? finish) =>
        finish == ChatFinishReason.ToolCalls ? ChatFinishReason.Stop : finish;

    private static AIContent Unwrap(AIContent content) =>
        content is FunctionCallContent { Name: ToolName, Exception: null } call
            ? new TextContent(WireJson.Write(WireJson.Arguments(call)))
            : content;

    private (IEnumerable<ChatMessage> Messages, ChatOptions? Options) Rewrite(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options
    )
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema } format)
        {
            return (messages, options);
        }
        var rewritten = options.Clone();
        switch (wayFor(options.ModelId))
        {
            case StructuredOutput.Tool:
                rewritten.ResponseFormat = null;
                AddTool(rewritten, format);
                return (messages, rewritten);
            case StructuredOutput.Instruction:
                rewritten.ResponseFormat = ChatResponseFormat.Json;
                var instruction = new ChatMessage(
                    ChatRole.System,
                    "Answer with one JSON object and nothing else. It must be valid against this JSON schema: "
                        + schema.GetRawText()
                );
                return ([instruction, .. messages], rewritten);
            default:
                return (messages, options);
        }
    }

    /// <summary>Beside tools of the caller the model may also call one of those first, so then any call will do.</summary>
    private static void AddTool(ChatOptions options, ChatResponseFormatJson format)
    {
        var tool = AIFunctionFactory.CreateDeclaration(
            ToolName,
            format.SchemaDescription ?? "Gives the final answer. Call it once, when you are done.",
            format.Schema!.Value
        );
        var hasOthers = options.Tools is { Count: > 0 };
        options.Tools = [.. options.Tools ?? [], tool];
        options.ToolMode = hasOthers
            ? ChatToolMode.RequireAny
            : ChatToolMode.RequireSpecific(ToolName);
    }
}
