using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;

namespace SkRouter.Routing;

/// <summary>
/// Semantic Kernel's tool loop, owned by the router: one round trip per turn, each routed and failing over by itself, so
/// that a tool that has run is never run again because a model call after it failed.
/// </summary>
internal sealed class ToolLoop(RoundTrips roundTrips)
{
    public async Task<IReadOnlyList<ChatMessageContent>> RunAsync(
        string? view,
        ChatHistory history,
        PromptExecutionSettings? settings,
        Kernel? kernel,
        CancellationToken cancellationToken
    )
    {
        string? run = null;
        for (var index = 0; ; index++)
        {
            var turn = ToolTurn.Prepare(history, settings, kernel, index);
            var request = new ModelRequest(history, turn.Settings, kernel, turn.Functions)
            {
                LoopRun = run,
            };
            var context = await roundTrips
                .AnswerAsync(request, view, cancellationToken)
                .ConfigureAwait(false);
            run = context.Run;
            var contents = WithRecord(context);
            if (!turn.AutoInvoke || contents.Count != 1 || !context.Answer!.HasToolCalls)
            {
                return contents;
            }

            var turnOfTools = new ToolInvocation(
                kernel!,
                history,
                settings,
                turn with
                {
                    Record = context.Record,
                },
                index,
                Streaming: false
            );
            if (
                await turnOfTools.RunAsync(contents[0], cancellationToken).ConfigureAwait(false) is
                { } last
            )
            {
                return [last];
            }
        }
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> StreamAsync(
        string? view,
        ChatHistory history,
        PromptExecutionSettings? settings,
        Kernel? kernel,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? run = null;
        var holds = false;
        for (var index = 0; ; index++)
        {
            var turn = ToolTurn.Prepare(history, settings, kernel, index);
            var request = new ModelRequest(history, turn.Settings, kernel, turn.Functions)
            {
                LoopRun = run,
                HoldsAnswer = holds,
            };
            var answer = turn.AutoInvoke ? new StreamedMessage() : null;
            DecisionRecord? record = null;
            await foreach (
                var chunk in roundTrips
                    .StreamAsync(request, view, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                var content = chunk.ToStreamingContent();
                answer?.Add(content);
                record ??=
                    content.Metadata?.GetValueOrDefault(DecisionRecord.MetadataKey)
                    as DecisionRecord;
                yield return content;
            }

            if (answer?.WithToolCalls(turn.Options?.RetainArgumentTypes == true) is not { } message)
            {
                yield break;
            }

            run = record?.Run;
            holds = message.Items.Any(item => item is FunctionCallContent { Exception: not null });

            var turnOfTools = new ToolInvocation(
                kernel!,
                history,
                settings,
                turn with
                {
                    Record = record,
                },
                index,
                Streaming: true
            );
            if (
                await turnOfTools.RunAsync(message, cancellationToken).ConfigureAwait(false) is
                { } last
            )
            {
                yield return new StreamingChatMessageContent(last.Role, last.Content);
                yield break;
            }
        }
    }

    private static IReadOnlyList<ChatMessageContent> WithRecord(ModelInvocationContext context)
    {
        var contents = context.Answer!.Contents;
        if (contents.Count > 0)
        {
            contents[0].Metadata = new RecordedMetadata(contents[0].Metadata, context.Record);
        }

        return contents;
    }
}
