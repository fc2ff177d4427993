using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>Gives tools whose names the model does not take other names, in the request and in the history, and their own in the answer.</summary>
/// <param name="inner">The client of the model.</param>
/// <param name="takes">Whether the model of a request takes a name.</param>
internal sealed class ToolNameClient(IChatClient inner, Func<string?, Predicate<string>> takes)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        if (NamesFor(messages, options) is not { } names)
        {
            return await base.GetResponseAsync(messages, options, cancellationToken)
                .ConfigureAwait(false);
        }
        var response = await base.GetResponseAsync(names.Messages, names.Options, cancellationToken)
            .ConfigureAwait(false);
        foreach (var message in response.Messages)
        {
            names.Restore(message.Contents);
        }
        return response;
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        NamesFor(messages, options) is { } names
            ? StreamAsync(names, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        FittedToolNames names,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var update in base.GetStreamingResponseAsync(
                    names.Messages,
                    names.Options,
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
        {
            names.Restore(update.Contents);
            yield return update;
        }
    }

    private FittedToolNames? NamesFor(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        FittedToolNames.For(
            messages as IReadOnlyList<ChatMessage> ?? [.. messages],
            options,
            takes(options?.ModelId)
        );
}
