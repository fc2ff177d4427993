using SkRouter.AspNetCore.Caching;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Api;

/// <summary>Takes a request through the router, plain or streamed; what is written of the answer is the protocol's business.</summary>
internal sealed class RouterCalls(
    ModelRouter router,
    ApiCaching caching,
    RunBudgets runs,
    TimeProvider time
)
{
    public async Task<ModelInvocationContext> AnswerAsync(ApiCall call, ApiRequest asked)
    {
        var (request, target) = await PrepareAsync(call, asked).ConfigureAwait(false);
        var context = await router.InvokeAsync(request, target, call.Aborted).ConfigureAwait(false);
        Spend(call, context);
        AnswerHeaders.Write(call.Http.Response, context);
        AnswerHeaders.WriteCost(call.Http.Response, context.CostUsd);
        return context;
    }

    /// <summary>
    /// Streams an answer. What fails before the first piece is thrown, for nothing was sent yet; after it, the client is told in an event and cut
    /// off.
    /// </summary>
    /// <param name="call">The request.</param>
    /// <param name="asked">What it asks.</param>
    /// <param name="begin">Makes what writes the pieces, once there is a first one.</param>
    public async Task StreamAsync(
        ApiCall call,
        ApiRequest asked,
        Func<EventWriter, ModelInvocationContext, IStreamedAnswer> begin
    )
    {
        var (request, target) = await PrepareAsync(call, asked).ConfigureAwait(false);
        var (context, chunks) = router.OpenStream(request, target, call.Aborted);
        using var events = new EventWriter(call.Http, time);
        try
        {
            await WriteAsync(call, context, chunks, events, begin).ConfigureAwait(false);
        }
        catch (Exception exception) when (events.HasBegun && !call.Aborted.IsCancellationRequested)
        {
            var fault = RouterFaults.Of(exception, time.GetUtcNow());
            await events.FailAsync(call.Format, fault, call.RequestId).ConfigureAwait(false);
        }
        finally
        {
            Spend(call, context);
        }
    }

    // What failed attempts consumed counts as well: the key's holder caused it.
    private static void Spend(ApiCall call, ModelInvocationContext context) =>
        call.Lease?.Spend(context.Usage.InputTokens + context.Usage.OutputTokens);

    private static async Task WriteAsync(
        ApiCall call,
        ModelInvocationContext context,
        IAsyncEnumerable<AnswerChunk> chunks,
        EventWriter events,
        Func<EventWriter, ModelInvocationContext, IStreamedAnswer> begin
    )
    {
        IStreamedAnswer? answer = null;
        var pieces = chunks.GetAsyncEnumerator(call.Aborted);
        try
        {
            while (true)
            {
                var next = pieces.MoveNextAsync();
                if (!next.IsCompleted && events.HasBegun)
                {
                    // Nothing more at hand: what there is goes out now.
                    await events.FlushAsync().ConfigureAwait(false);
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                if (answer is null)
                {
                    AnswerHeaders.Write(call.Http.Response, context);
                    events.Begin();
                    answer = begin(events, context);
                }

                answer.Write(pieces.Current.ToUpdate());
            }
        }
        finally
        {
            await pieces.DisposeAsync().ConfigureAwait(false);
        }

        answer!.Complete();
        await events.FlushAsync().ConfigureAwait(false);
    }

    private async ValueTask<(ModelRequest Request, string? Target)> PrepareAsync(
        ApiCall call,
        ApiRequest asked
    )
    {
        var target = RoutingHeaders.Target(call, asked.Model, router);
        RoutingHeaders.Apply(call, target, asked.Options, caching);
        await runs.OpenAsync(call, asked.Options).ConfigureAwait(false);
        if (asked.Ignored.Count > 0)
        {
            AnswerHeaders.WriteIgnored(call.Http.Response, asked.Ignored);
        }

        return (new(asked.Messages, asked.Options), target);
    }
}
