using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatCompletionsEndpoint(RouterCalls calls, SkRouterApiOptions options)
{
    public async Task HandleAsync(ApiCall call)
    {
        var body = await call.ReadAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var request = ChatRequestReader.Read(body);
        if (request.Asked.Streamed)
        {
            await calls
                .StreamAsync(
                    call,
                    request.Asked,
                    (events, context) => new ChatChunkWriter(events, context, request.IncludeUsage)
                )
                .ConfigureAwait(false);
            return;
        }

        var context = await calls.AnswerAsync(call, request.Asked).ConfigureAwait(false);
        await JsonAnswer
            .WriteAsync(call, json => ChatAnswerWriter.Write(json, context))
            .ConfigureAwait(false);
    }
}
