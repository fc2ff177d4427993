using SkRouter.AspNetCore.Api;
using SkRouter.Relay;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatCompletionsEndpoint(RouterCalls calls, SkRouterApiOptions options)
{
    public async Task HandleAsync(ApiCall call)
    {
        var bytes = await call.ReadBytesAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var request = PlainChatReader.Read(bytes) ?? ChatRequestReader.Read(call.Parse());
        if (request.Asked.Streamed)
        {
            await calls
                .StreamAsync(
                    call,
                    request.Asked,
                    (events, context) => new ChatChunkWriter(events, context, request)
                )
                .ConfigureAwait(false);
            return;
        }

        var context = await calls.AnswerAsync(call, request.Asked).ConfigureAwait(false);
        if (RelayedAnswer.Of(context.Answer!.Response) is { } relayed)
        {
            await RelayedAnswerWriter.WriteAsync(call, relayed, context).ConfigureAwait(false);
            return;
        }

        var writer = new ChatAnswerWriter(context, request);
        await JsonAnswer.WriteAsync(call, writer.Write, writer.Losses).ConfigureAwait(false);
    }
}
