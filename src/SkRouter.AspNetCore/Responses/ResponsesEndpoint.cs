using System.Text.Json;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Responses;

/// <summary><c>POST /v1/responses</c>. Nothing is stored: the client sends the whole conversation.</summary>
internal sealed class ResponsesEndpoint(RouterCalls calls, SkRouterApiOptions options)
{
    public async Task HandleAsync(ApiCall call)
    {
        var body = await call.ReadAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var asked = ResponsesRequestReader.Read(body);
        if (asked.Streamed)
        {
            await calls
                .StreamAsync(
                    call,
                    asked,
                    (events, context) => new ResponsesEventWriter(events, context)
                )
                .ConfigureAwait(false);
            return;
        }

        var context = await calls.AnswerAsync(call, asked).ConfigureAwait(false);
        await JsonAnswer.WriteAsync(call, json => Write(json, context)).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, ModelInvocationContext context)
    {
        var answer = context.Answer!.Response;
        var shape = new ResponseShape(context) { IncompleteBecause = answer.FinishReason };
        var items = new ResponseItems(shape);
        foreach (var content in answer.Messages.SelectMany(message => message.Contents))
        {
            items.Add(content);
        }

        shape.Write(
            json,
            ResponseShape.StatusOf(answer.FinishReason),
            answer.ModelId,
            output =>
            {
                foreach (var item in items.All)
                {
                    item.Write(output);
                }
            },
            answer.Usage
        );
    }
}
