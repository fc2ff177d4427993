using Microsoft.Extensions.AI;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Caching;

/// <summary>
/// Gives the same request of the same caller the same answer again, where the request's key or role asks for that. An answer from here costs
/// nothing and is on the books as answered by a filter.
/// </summary>
internal sealed class AnswerCacheFilter(AnswerCache cache) : IModelInvocationFilter
{
    public async Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    )
    {
        if (
            Wanted(context) is not var (keepFor, scope)
            || CacheKey.Of(context, scope) is not { } key
        )
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var mayBeOld =
            context.Request.Options?.AdditionalProperties?.ContainsKey(CacheCarrier.Refresh)
            != true;
        if (mayBeOld && cache.Find(key) is { } known)
        {
            context.Tags[CacheCarrier.Tag] = CacheCarrier.Hit;
            Answer(context, known);
            return;
        }

        context.Tags[CacheCarrier.Tag] = CacheCarrier.Miss;
        await next(context).ConfigureAwait(false);
        Keep(context, key, keepFor);
    }

    private static (TimeSpan KeepFor, string Scope)? Wanted(ModelInvocationContext context) =>
        !context.Request.IsSemanticKernel
        && context.Request.Options?.AdditionalProperties is { } carried
        && carried.TryGetValue(CacheCarrier.KeepFor, out var value)
        && value is TimeSpan keepFor
            ? (keepFor, carried[CacheCarrier.Scope] as string ?? "")
            : null;

    private static void Answer(ModelInvocationContext context, ChatResponse known)
    {
        if (context.IsStreaming)
        {
            context.Stream = Replay(known);
        }
        else
        {
            context.Answer = new(known);
        }
    }

    private void Keep(ModelInvocationContext context, string key, TimeSpan keepFor)
    {
        if (context.Stream is { } stream)
        {
            context.Stream = Listen(stream, key, keepFor);
        }
        else if (context.Answer is { } answer && IsWhole(answer.Response))
        {
            cache.Keep(key, answer.Response, keepFor);
        }
    }

    private async IAsyncEnumerable<AnswerChunk> Listen(
        IAsyncEnumerable<AnswerChunk> stream,
        string key,
        TimeSpan keepFor
    )
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var chunk in stream.ConfigureAwait(false))
        {
            updates.Add(chunk.ToUpdate());
            yield return chunk;
        }

        // Only here has it been seen to its end.
        var answer = updates.ToChatResponse();
        if (IsWhole(answer))
        {
            cache.Keep(key, answer, keepFor);
        }
    }

    private static async IAsyncEnumerable<AnswerChunk> Replay(ChatResponse known)
    {
        foreach (var update in known.ToChatResponseUpdates())
        {
            yield return new(update);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    // What ended by length or was withheld may end otherwise the next time.
    private static bool IsWhole(ChatResponse answer) =>
        answer.FinishReason == ChatFinishReason.Stop
        || answer.FinishReason == ChatFinishReason.ToolCalls;
}
