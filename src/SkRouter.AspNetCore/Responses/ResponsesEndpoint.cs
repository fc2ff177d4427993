using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Responses;

/// <summary><c>POST /v1/responses</c>.</summary>
internal sealed class ResponsesEndpoint(
    RouterCalls calls,
    ResponsesStorage storage,
    SkRouterApiOptions options,
    TimeProvider time
)
{
    public async Task HandleAsync(ApiCall call)
    {
        var body = await call.ReadAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var earlier = await storage.LoadAsync(call, body).ConfigureAwait(false);
        var request = ResponsesRequestReader.Read(body, earlier, storage.IsOn);
        if (request.Asked.Streamed)
        {
            await calls
                .StreamAsync(
                    call,
                    request.Asked,
                    (events, context) =>
                        new ResponsesEventWriter(events, context, request, time)
                        {
                            Save = snapshot => storage.SaveAsync(call, request, snapshot),
                        }
                )
                .ConfigureAwait(false);
            return;
        }

        var context = await calls.AnswerAsync(call, request.Asked).ConfigureAwait(false);
        var snapshot = Snapshot(context, request);
        await storage.SaveAsync(call, request, snapshot).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(call, snapshot.Write, snapshot.Losses).ConfigureAwait(false);
    }

    /// <summary><c>POST /v1/responses/input_tokens</c>: an estimate.</summary>
    public async Task CountAsync(ApiCall call)
    {
        var body = await call.ReadAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var earlier = await storage.LoadAsync(call, body).ConfigureAwait(false);
        var request = ResponsesRequestReader.Read(body, earlier, storage.IsOn);
        var tokens = calls.CountTokens(call, request.Asked);
        await JsonAnswer
            .WriteAsync(
                call,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteString("object", "response.input_tokens");
                    json.WriteNumber("input_tokens", tokens);
                    json.WriteEndObject();
                }
            )
            .ConfigureAwait(false);
    }

    public static ResponseItems ItemsOf(
        ModelInvocationContext context,
        ResponsesRequest request,
        bool isWhole
    )
    {
        var served = context.Served;
        return new(
            ResponseShape.IdOf(context),
            request.Tools,
            served?.Provider ?? served?.Model ?? "",
            served?.Speaker,
            isWhole
        );
    }

    private ResponseSnapshot Snapshot(ModelInvocationContext context, ResponsesRequest request)
    {
        var answer = context.Answer!.Response;
        var items = ItemsOf(context, request, isWhole: true);
        foreach (var content in answer.Messages.SelectMany(message => message.Contents))
        {
            items.Add(content);
        }

        items.Losses.NameMembers(answer.AdditionalProperties);
        items.NameUsage(answer.Usage);
        var shape = new ResponseShape(context, request, time) { Finish = answer.FinishReason };
        shape.Add(answer.AdditionalProperties);
        return new(
            shape,
            ResponseShape.StatusOf(answer.FinishReason),
            answer.ModelId,
            items.All,
            answer.Usage
        )
        {
            Losses = items.Losses,
        };
    }
}
