using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Messages;

/// <summary><c>POST /v1/messages</c> and <c>/v1/messages/count_tokens</c>, Anthropic's protocol.</summary>
internal sealed class MessagesEndpoint(RouterCalls calls, SkRouterApiOptions options)
{
    public async Task HandleAsync(ApiCall call)
    {
        var body = await call.ReadAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var asked = MessagesRequestReader.Read(body);
        MessagesFields.CarryHeaders(call.Http.Request, asked.Options);
        var showsThinking = ShowsThinking(body);
        if (asked.Streamed)
        {
            await calls
                .StreamAsync(
                    call,
                    asked,
                    (events, context) =>
                        new MessagesEventWriter(
                            events,
                            context,
                            MessagesBlocks.Of(context, showsThinking, isWhole: false)
                        )
                )
                .ConfigureAwait(false);
            return;
        }

        ModelInvocationContext context;
        try
        {
            context = await calls.AnswerAsync(call, asked).ConfigureAwait(false);
        }
        catch (RouterException exception) when (RouterFaults.IsRefusal(exception))
        {
            await JsonAnswer
                .WriteAsync(
                    call,
                    json =>
                        MessagesAnswerWriter.WriteRefusal(
                            json,
                            $"msg_{call.RequestId}",
                            asked.Model ?? ""
                        )
                )
                .ConfigureAwait(false);
            return;
        }

        var blocks = MessagesBlocks.Of(context, showsThinking, isWhole: true);
        await JsonAnswer
            .WriteAsync(
                call,
                json => new MessagesAnswerWriter(blocks).Write(json, context),
                blocks.Losses
            )
            .ConfigureAwait(false);
    }

    /// <summary>An estimate, as everything before a call is: which model would count is not decided yet.</summary>
    public async Task CountAsync(ApiCall call)
    {
        var body = await call.ReadAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var asked = MessagesRequestReader.Read(body, counting: true);
        var tokens = calls.CountTokens(call, asked);
        await JsonAnswer
            .WriteAsync(
                call,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("input_tokens", tokens);
                    json.WriteEndObject();
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Clients that did not ask for thinking may take the first block for the answer. With tools it is shown all the same: some models need it back.
    /// </summary>
    private static bool ShowsThinking(JsonField body) =>
        body.Member("tools") is { IsArray: true } tools && tools.Items().Any()
        || body.Member("thinking")?.Member("type") is { IsText: true } type
            && type.AsText() != "disabled";
}
