using System.Text;
using SkRouter.Catalog;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>
/// Lets another model go on where a shown text answer broke off. Only one that is known to continue an assistant's message; when that fails too, the
/// caller gets the first failure and not the second one's.
/// </summary>
internal sealed class Continuation(
    DeploymentTurn turn,
    Action<ModelInvocationContext, Deployment, Failure> react
)
{
    /// <summary>A chain of providers that all break off is an error after this many seams.</summary>
    private const int MostSeams = 3;

    /// <summary>Whether a broken answer of the round trip may be continued by anybody.</summary>
    public static bool Applies(ModelInvocationContext context)
    {
        if (!IsWanted(context))
        {
            return false;
        }

        var candidates = context.Route!.Candidates;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (Can(context, candidates[i].Deployment))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a deployment may be asked to continue a broken answer of the round trip.</summary>
    public static bool MayContinue(ModelInvocationContext context, Deployment deployment) =>
        IsWanted(context) && Can(context, deployment);

    public async IAsyncEnumerable<AnswerChunk> ReadAsync(
        ModelInvocationContext context,
        Deployment first,
        AttemptStream stream,
        RouteWalk walk
    )
    {
        var shown = new StringBuilder();
        var text = new SeamText();
        var (deployment, open) = (first, stream);
        var chunks = open.ReadAsync().GetAsyncEnumerator(context.CancellationToken);
        var seams = 0;
        try
        {
            while (true)
            {
                var (moved, failure) = await TryMoveNextAsync(chunks).ConfigureAwait(false);
                if (failure is not null)
                {
                    await chunks.DisposeAsync().ConfigureAwait(false);
                    // What was held back of a character that came in halves was not shown, so it is not part of the beginning.
                    text = new();
                    if (shown.Length == 0 || !open.IsPlainText || ++seams > MostSeams)
                    {
                        throw failure;
                    }

                    var broken = (Deployment: deployment, Again: open.MayContinueItself);
                    (deployment, open, text) = await ContinueAsync(
                            context,
                            walk,
                            shown.ToString(),
                            broken,
                            failure
                        )
                        .ConfigureAwait(false);
                    chunks = open.ReadAsync().GetAsyncEnumerator(context.CancellationToken);
                    continue;
                }

                if (!moved)
                {
                    if (text.Rest() is { Length: > 0 } rest)
                    {
                        shown.Append(rest);
                        yield return ChunkText.Of(context, rest);
                    }

                    yield break;
                }

                if (text.Take(chunks.Current) is { } chunk)
                {
                    shown.Append(chunk.Text);
                    yield return chunk;
                }
            }
        }
        finally
        {
            await chunks.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool IsWanted(ModelInvocationContext context) =>
        context.IsStreaming
        && context.RoleModel is { Continue: true, CommitOn: CommitOn.FirstToken }
        && !context.Request.OffersTools
        && !StructuredRequest.IsStructured(context.Request);

    private static bool Can(ModelInvocationContext context, Deployment deployment) =>
        deployment.Prefix is { } support
        && !deployment.Health.RefusesPrefixes
        && (support.WhileReasoning || !ExpectedReasoning.Of(context, deployment))
        && (!support.NeedsFields || deployment.Speaker is not null);

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

    private async ValueTask<(Deployment, AttemptStream, SeamText)> ContinueAsync(
        ModelInvocationContext context,
        RouteWalk walk,
        string shown,
        (Deployment Deployment, bool Again) broken,
        RouterException failure
    )
    {
        var prefix = shown.TrimEnd();
        while (Next(context, walk, broken) is { } deployment)
        {
            var scope = new TurnScope(
                ContinuedRequest.Of(context.Request, prefix),
                Race: null,
                deployment.Prefix
            );
            var result = await turn.RunAsync(context, deployment, forced: false, walk.Left, scope)
                .ConfigureAwait(false);
            if (result.Stream is { } stream)
            {
                context.Served = deployment;
                context.OpenStream = stream;
                context.Note(
                    FormattableString.Invariant(
                        $"continued by {deployment.Key} after {shown.Length} characters, where {broken.Deployment.Key} broke off"
                    )
                );
                var echoes = deployment.Prefix?.Echoes == true;
                return (deployment, stream, new(prefix, shown[prefix.Length..], echoes));
            }

            NoteRefusal(context, deployment, result.Failure!);
            if (result.Failure!.Kind is FailureKind.ContentFiltered)
            {
                // What one refuses for its content goes to nobody else.
                break;
            }
        }

        throw failure;
    }

    /// <summary>Another candidate that is free, and only where there is none the one that broke off itself.</summary>
    private static Deployment? Next(
        ModelInvocationContext context,
        RouteWalk walk,
        (Deployment Deployment, bool Again) broken
    ) =>
        walk.TakeFree(deployment => Can(context, deployment))
        ?? (
            broken.Again && Can(context, broken.Deployment)
                ? walk.TakeOnceMore(broken.Deployment)
                : null
        );

    private void NoteRefusal(ModelInvocationContext context, Deployment deployment, Failure failure)
    {
        if (failure.Kind is FailureKind.InvalidRequest or FailureKind.UnsupportedRequest)
        {
            // What it refuses is the beginning that it was given; nobody needs to try that twice.
            deployment.Health.RefusesPrefixes = true;
            context.Note($"{deployment.Key} does not continue another model's text");
            return;
        }

        react(context, deployment, failure);
    }
}
