using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Checking;

/// <summary>A client whose every request is one piece of checked work.</summary>
internal sealed class CheckedChatClient(
    IChatClient inner,
    ModelRouter router,
    string role,
    CheckedWorkOptions options
) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chatOptions = null,
        CancellationToken cancellationToken = default
    )
    {
        if (!CheckedRunner.HasChecks(router, role, options))
        {
            return await base.GetResponseAsync(messages, chatOptions, cancellationToken)
                .ConfigureAwait(false);
        }

        // Each attempt begins from the same conversation, whatever the one before added to it.
        ChatMessage[] conversation = [.. messages];
        var result = await router
            .RunCheckedAsync(
                role,
                (_, token) => base.GetResponseAsync([.. conversation], chatOptions, token),
                options,
                cancellationToken
            )
            .ConfigureAwait(false);
        return result.Value;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? chatOptions = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        if (!CheckedRunner.HasChecks(router, role, options))
        {
            await foreach (
                var update in base.GetStreamingResponseAsync(
                        messages,
                        chatOptions,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )
            {
                yield return update;
            }

            yield break;
        }

        ChatMessage[] conversation = [.. messages];
        var result = await router
            .RunCheckedAsync(
                role,
                (_, token) => HoldAsync([.. conversation], chatOptions, token),
                options,
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var update in result.Value)
        {
            yield return update;
        }
    }

    private async Task<HeldStream> HoldAsync(
        ChatMessage[] conversation,
        ChatOptions? chatOptions,
        CancellationToken cancellationToken
    )
    {
        var held = new HeldStream();
        await foreach (
            var update in base.GetStreamingResponseAsync(
                    conversation,
                    chatOptions,
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
        {
            held.Add(update);
        }

        return held;
    }

    /// <summary>A streamed answer; its text is that of its last message, as a plain answer's last word is.</summary>
    internal sealed class HeldStream : List<ChatResponseUpdate>
    {
        public override string ToString() =>
            this.ToChatResponse().Messages.LastOrDefault()?.Text ?? "";
    }
}
