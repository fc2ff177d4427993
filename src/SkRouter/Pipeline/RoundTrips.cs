using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Drives round trips, plain and streamed, through filters and stages, and settles each exactly once.</summary>
internal sealed class RoundTrips(
    RoundTripStages stages,
    Func<ModelInvocationContext, Task> filtered,
    TimeProvider time
)
{
    private readonly RoundTripIds _ids = new();

    public async ValueTask<ModelInvocationContext> AnswerAsync(
        ModelRequest request,
        string? view,
        CancellationToken cancellationToken
    )
    {
        var context = Begin(request, streaming: false, preview: false, cancellationToken);
        try
        {
            stages.Identify(context, view);
            await filtered(context).ConfigureAwait(false);
            if (context.Answer is null)
            {
                throw NoAnswer(context);
            }

            Answered(context);
        }
        catch (Exception exception)
        {
            await FailAsync(context, exception).ConfigureAwait(false);
            throw;
        }

        await stages.SettleAsync(context, failing: false).ConfigureAwait(false);
        return context;
    }

    /// <summary>The first stage alone.</summary>
    public ModelInvocationContext Identify(ModelRequest request, string? view)
    {
        var context = Begin(request, streaming: false, preview: true, CancellationToken.None);
        stages.Identify(context, view);
        return context;
    }

    /// <summary>What would be decided. Nobody is asked, nothing is learned, booked or recorded, and no filter runs.</summary>
    public RoutePreview Preview(ModelRequest request, string? view) =>
        stages.Preview(
            Begin(request, streaming: false, preview: true, CancellationToken.None),
            view
        );

    /// <summary>The pieces of the answer, and last one empty piece that carries the record.</summary>
    public IAsyncEnumerable<AnswerChunk> StreamAsync(
        ModelRequest request,
        string? view,
        CancellationToken cancellationToken
    ) => StreamAsync(Open(request, cancellationToken), view);

    /// <summary>A streamed round trip that has not begun yet, for whoever wants to watch it.</summary>
    public ModelInvocationContext Open(ModelRequest request, CancellationToken cancellationToken) =>
        Begin(request, streaming: true, preview: false, cancellationToken);

    /// <inheritdoc cref="StreamAsync(ModelRequest, string?, CancellationToken)"/>
    public async IAsyncEnumerable<AnswerChunk> StreamAsync(
        ModelInvocationContext context,
        string? view
    )
    {
        var failing = true;
        IAsyncEnumerator<AnswerChunk>? chunks = null;
        try
        {
            chunks = await StartAsync(context, view).ConfigureAwait(false);
            while (await MoveNextAsync(context, chunks).ConfigureAwait(false))
            {
                yield return chunks.Current;
            }

            Answered(context);
            failing = false;
        }
        finally
        {
            try
            {
                await EndAsync(context, chunks).ConfigureAwait(false);
            }
            finally
            {
                await stages.SettleAsync(context, failing).ConfigureAwait(false);
            }
        }

        yield return RecordChunk.For(context);
    }

    private async ValueTask<IAsyncEnumerator<AnswerChunk>> StartAsync(
        ModelInvocationContext context,
        string? view
    )
    {
        try
        {
            stages.Identify(context, view);
            await filtered(context).ConfigureAwait(false);
            return context.Stream?.GetAsyncEnumerator(context.CancellationToken)
                ?? throw NoAnswer(context);
        }
        catch (Exception exception)
        {
            Note(context, exception);
            throw;
        }
    }

    private static async ValueTask<bool> MoveNextAsync(
        ModelInvocationContext context,
        IAsyncEnumerator<AnswerChunk> chunks
    )
    {
        try
        {
            return await chunks.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Note(context, exception);
            throw;
        }
    }

    private static async ValueTask EndAsync(
        ModelInvocationContext context,
        IAsyncEnumerator<AnswerChunk>? chunks
    )
    {
        if (
            context.Outcome is RoundTripOutcome.Abandoned
            && context.CancellationToken.IsCancellationRequested
        )
        {
            context.Outcome = RoundTripOutcome.Cancelled;
        }

        try
        {
            if (chunks is not null)
            {
                await chunks.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            // A filter may have replaced the stream, or thrown after it had begun: then nobody has read it to its end.
            if (context.OpenStream is { } open)
            {
                await open.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private ModelInvocationContext Begin(
        ModelRequest request,
        bool streaming,
        bool preview,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        return new(request, streaming, cancellationToken)
        {
            IsPreview = preview,
            Id = _ids.Next(now),
            StartedAt = now,
            StartTimestamp = time.GetTimestamp(),
        };
    }

    private static void Answered(ModelInvocationContext context) =>
        context.Outcome = context.Served is null
            ? RoundTripOutcome.AnsweredByFilter
            : RoundTripOutcome.Answered;

    private async ValueTask FailAsync(ModelInvocationContext context, Exception exception)
    {
        Note(context, exception);
        await stages.SettleAsync(context, failing: true).ConfigureAwait(false);
    }

    private static void Note(ModelInvocationContext context, Exception exception)
    {
        context.Error = (exception as RouterException)?.Code;
        if (exception is Budgets.BudgetExceededException)
        {
            // The code alone does not say which budget, how it stands and when it begins anew.
            context.Note(exception.Message);
        }

        context.Outcome =
            exception is OperationCanceledException
            && context.CancellationToken.IsCancellationRequested
                ? RoundTripOutcome.Cancelled
                : RoundTripOutcome.Failed;
    }

    private static RouterException NoAnswer(ModelInvocationContext context) =>
        new(
            RouterErrorCode.UnsupportedSetting,
            $"A filter ended the round trip of role '{context.Role}' without an answer: call next, set the context's {(context.IsStreaming ? "Stream" : "Answer")}, or throw."
        );
}
