using SkRouter.AspNetCore.Access;
using SkRouter.AspNetCore.Caching;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Api;

/// <summary>Takes a request through the router, plain or streamed; what is written of the answer is the protocol's business.</summary>
internal sealed class RouterCalls(
    ModelRouter router,
    ApiCaching caching,
    RunBudgets runs,
    Ownership ownership,
    SkRouterApiOptions options,
    TimeProvider time
)
{
    public async Task<ModelInvocationContext> AnswerAsync(ApiCall call, ApiRequest asked)
    {
        var (request, target) = await PrepareAsync(call, asked).ConfigureAwait(false);
        using var scope = NestedCalls(call, request);
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
        using var scope = NestedCalls(call, request);
        var (context, chunks) = router.OpenStream(request, target, call.Aborted);
        using var events = new EventWriter(call.Http, options.SlowReaderTimeout, time);
        IStreamedAnswer? answer = null;
        try
        {
            await WriteAsync(call, context, chunks, events, () => answer = begin(events, context))
                .ConfigureAwait(false);
        }
        catch (Exception exception)
            when (!call.Http.RequestAborted.IsCancellationRequested
                && (answer is not null || IsToldInStream(asked, exception))
            )
        {
            if (answer is null)
            {
                AnswerHeaders.Write(call.Http.Response, context);
                events.Begin();
                answer = begin(events, context);
            }

            if (answer.Fail(FaultOf(call, exception), call.RequestId))
            {
                await events.FlushAsync().ConfigureAwait(false);
            }
            else
            {
                await events.CutAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Spend(call, context);
        }
    }

    private static bool IsToldInStream(ApiRequest asked, Exception exception) =>
        (
            asked.TellsTooLongInStream
            && exception is RouterException { Code: RouterErrorCode.ContextTooLong }
        ) || (asked.TellsRefusals && RouterFaults.IsRefusal(exception));

    private ApiFault FaultOf(ApiCall call, Exception exception) =>
        call.IsCut ? CallDrain.Stopped : RouterFaults.Of(exception, time.GetUtcNow());

    // What failed attempts consumed counts as well: the key's holder caused it.
    private static void Spend(ApiCall call, ModelInvocationContext context) =>
        call.Lease?.Spend(context.Usage.InputTokens + context.Usage.OutputTokens);

    private static async Task WriteAsync(
        ApiCall call,
        ModelInvocationContext context,
        IAsyncEnumerable<AnswerChunk> chunks,
        EventWriter events,
        Func<IStreamedAnswer> begin
    )
    {
        IStreamedAnswer? answer = null;
        var pieces = chunks.GetAsyncEnumerator(call.Aborted);
        try
        {
            while (true)
            {
                var next = pieces.MoveNextAsync();
                if (events.HasBegun && (!next.IsCompleted || events.IsFull))
                {
                    // Nothing more at hand, or so much that a client who does not take it must slow the provider down: what there is goes out now.
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
                    answer = begin();
                }

                answer.Write(pieces.Current.ToUpdate());
            }
        }
        finally
        {
            await pieces.DisposeAsync().ConfigureAwait(false);
        }

        events.WriteIgnored(answer!.Losses.Names);
        answer.Complete();
        await answer.SaveAsync().ConfigureAwait(false);
        await events.FlushAsync().ConfigureAwait(false);
    }

    private async ValueTask<(ModelRequest Request, string? Target)> PrepareAsync(
        ApiCall call,
        ApiRequest asked
    )
    {
        call.EndReading();
        var target = RoutingHeaders.Target(call, asked.Model, router);
        var access = RoutingHeaders.Apply(call, target, asked.Options, caching, ownership);
        await runs.OpenAsync(call, asked.Options.AdditionalProperties).ConfigureAwait(false);
        if (asked.Ignored.Count > 0)
        {
            AnswerHeaders.WriteIgnored(call.Http.Response, asked.Ignored);
        }

        return (new(asked.Messages, asked.Options) { Access = access }, target);
    }

    /// <summary>Filters and tools of the app may call the router themselves: what they ask for this caller is held to the same bounds.</summary>
    private static RoutingScope? NestedCalls(ApiCall call, ModelRequest request) =>
        request.Access is { } access
        && (call.Caller.Targets is not null || call.Caller.Tenant is not null)
            ? RoutingScope.Begin(access, call.Caller.Tenant, call.Caller.Tags)
            : null;

    /// <summary>Estimates the tokens of a request's input: which model would count them is not decided before a call.</summary>
    public long CountTokens(ApiCall call, ApiRequest asked)
    {
        if (call.Caller.Targets is null)
        {
            RoutingHeaders.Target(call, asked.Model, router);
        }
        else
        {
            Verify(call, asked);
        }

        return TokenCount.Of(asked);
    }

    /// <summary>Checks what a request asks for as a call would, without making it.</summary>
    public void Verify(ApiCall call, ApiRequest asked)
    {
        var target = RoutingHeaders.Target(call, asked.Model, router);
        var access = RoutingHeaders.Apply(call, target, asked.Options, caching, ownership);
        router.Identify(new(asked.Messages, asked.Options) { Access = access }, target);
    }
}
