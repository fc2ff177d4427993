using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Catalog;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>
/// Lets another model go on where a shown text answer broke off. Only one that is known to continue an assistant's message;
/// when that fails too, the caller gets the first failure and not the second one's.
/// </summary>
internal sealed class Continuation(DeploymentTurn turn)
{
    public static bool Applies(ModelInvocationContext context) =>
        context.RoleModel is { Continue: true, CommitOn: CommitOn.FirstToken }
        && !context.Request.OffersTools;

    public async IAsyncEnumerable<AnswerChunk> ReadAsync(
        ModelInvocationContext context,
        IAsyncEnumerable<AnswerChunk> answer,
        RouteWalk walk
    )
    {
        var shown = new StringBuilder();
        var chunks = answer.GetAsyncEnumerator(context.CancellationToken);
        try
        {
            while (true)
            {
                var (moved, failure) = await TryMoveNextAsync(chunks).ConfigureAwait(false);
                if (failure is not null)
                {
                    await chunks.DisposeAsync().ConfigureAwait(false);
                    chunks = await ContinueAsync(context, walk, shown.ToString(), failure)
                        .ConfigureAwait(false);
                    continue;
                }

                if (!moved)
                {
                    yield break;
                }

                shown.Append(chunks.Current.Text);
                yield return chunks.Current;
            }
        }
        finally
        {
            await chunks.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<(bool Moved, RouterException? Failure)> TryMoveNextAsync(
        IAsyncEnumerator<AnswerChunk> chunks
    )
    {
        try
        {
            return (await chunks.MoveNextAsync().ConfigureAwait(false), null);
        }
        catch (RouterException exception) when (exception.Code is RouterErrorCode.StreamInterrupted)
        {
            return (false, exception);
        }
    }

    private async ValueTask<IAsyncEnumerator<AnswerChunk>> ContinueAsync(
        ModelInvocationContext context,
        RouteWalk walk,
        string shown,
        RouterException failure
    )
    {
        while (walk.TakeFree(ModelCapabilities.PrefixContinuation) is { } deployment)
        {
            var scope = new TurnScope(WithPrefix(context.Request, shown), Race: null);
            var result = await turn.RunAsync(context, deployment, forced: false, walk.Left, scope)
                .ConfigureAwait(false);
            if (result.Stream is { } stream)
            {
                context.Served = deployment;
                context.Note(
                    FormattableString.Invariant(
                        $"continued by {deployment.Key} after {shown.Length} characters"
                    )
                );
                return stream.ReadAsync().GetAsyncEnumerator(context.CancellationToken);
            }
        }

        throw failure;
    }

    private static ModelRequest WithPrefix(ModelRequest request, string shown)
    {
        if (request.IsSemanticKernel)
        {
            var history = new ChatHistory(request.History);
            history.AddAssistantMessage(shown);
            return new(history, request.Settings, request.Kernel, request.Functions);
        }

        return new(
            [.. request.Messages, new ChatMessage(ChatRole.Assistant, shown)],
            request.Options
        );
    }
}
