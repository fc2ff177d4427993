using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;
using SkRouter.TestKit;
using ChatTokenUsage = OpenAI.Chat.ChatTokenUsage;

namespace SkRouter.FaultBench.Running;

/// <summary>Asks the router through one of its faces, plain or streamed, and keeps what came.</summary>
internal static class Caller
{
    public static async Task<Answered> AskAsync(
        RouterUnderTest router,
        Mode mode,
        string prompt,
        bool withTools
    )
    {
        var answered = new Answered();
        try
        {
            if (mode.ChatClient)
            {
                await foreach (var update in UpdatesAsync(router, mode, prompt, withTools))
                {
                    answered = Add(answered, update);
                }
            }
            else
            {
                await foreach (var piece in PiecesAsync(router, mode, prompt, withTools))
                {
                    answered = Add(answered, piece);
                }
            }

            return answered;
        }
        catch (Exception exception)
        {
            return answered with { Error = exception };
        }
    }

    private static async IAsyncEnumerable<KernelContent> PiecesAsync(
        RouterUnderTest router,
        Mode mode,
        string prompt,
        bool withTools
    )
    {
        var service = router.Kernel.GetRequiredService<IChatCompletionService>(
            RouterUnderTest.Role
        );
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = withTools ? FunctionChoiceBehavior.Auto() : null,
        };
        var history = new ChatHistory(prompt, AuthorRole.User);
        if (mode.Streamed)
        {
            await foreach (
                var piece in service.GetStreamingChatMessageContentsAsync(
                    history,
                    settings,
                    router.Kernel
                )
            )
            {
                yield return Content(piece);
            }

            yield break;
        }

        foreach (
            var content in await service.GetChatMessageContentsAsync(
                history,
                settings,
                router.Kernel
            )
        )
        {
            yield return content;
        }
    }

    private static ChatMessageContent Content(StreamingChatMessageContent piece) =>
        new(AuthorRole.Assistant, piece.Content, piece.ModelId, metadata: piece.Metadata);

    private static async IAsyncEnumerable<ChatResponseUpdate> UpdatesAsync(
        RouterUnderTest router,
        Mode mode,
        string prompt,
        bool withTools
    )
    {
        IChatClient view = router.Kernel.Router().ForRole(RouterUnderTest.Role);
        using var client = withTools ? new FunctionInvokingChatClient(view) : null;
        var options = new ChatOptions
        {
            Tools = withTools
                ? [AIFunctionFactory.Create(router.Till.Charge, nameof(router.Till.Charge))]
                : null,
        };
        if (mode.Streamed)
        {
            await foreach (
                var update in (client ?? view).GetStreamingResponseAsync(prompt, options)
            )
            {
                yield return update;
            }

            yield break;
        }

        var response = await (client ?? view).GetResponseAsync(prompt, options);
        foreach (var update in response.ToChatResponseUpdates())
        {
            update.AdditionalProperties ??= response.AdditionalProperties;
            yield return update;
        }
    }

    private static Answered Add(Answered sofar, KernelContent content)
    {
        var usage = content.Metadata?.GetValueOrDefault("Usage");
        return sofar with
        {
            Text = sofar.Text + content,
            Model = content.ModelId ?? sofar.Model,
            Usage = usage switch
            {
                ChatTokenUsage told => (told.InputTokenCount, told.OutputTokenCount),
                UsageDetails told => (told.InputTokenCount ?? 0, told.OutputTokenCount ?? 0),
                _ => sofar.Usage,
            },
            Record =
                content.Metadata?.GetValueOrDefault(DecisionRecord.MetadataKey) as DecisionRecord
                ?? sofar.Record,
        };
    }

    private static Answered Add(Answered sofar, ChatResponseUpdate update)
    {
        var usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details;
        return sofar with
        {
            Text = sofar.Text + update.Text,
            Model = update.ModelId ?? sofar.Model,
            Usage = usage is null
                ? sofar.Usage
                : (usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0),
            Record =
                update.AdditionalProperties?.GetValueOrDefault(DecisionRecord.MetadataKey)
                    as DecisionRecord
                ?? sofar.Record,
        };
    }
}
