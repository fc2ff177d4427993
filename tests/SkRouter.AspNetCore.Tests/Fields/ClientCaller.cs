using System.Net;
using Microsoft.Extensions.AI;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Calls the router as a chat client.</summary>
internal static class ClientCaller
{
    public static async Task<FieldOutcome> AskAsync(
        FieldServer server,
        string? field,
        bool streamed
    )
    {
        var request = new LibraryRequest();
        if (field is not null)
        {
            LibraryFields.Client[field](request);
        }

        request.Options.ModelId ??= "writer";
        server.Upstream.Forget();
        var client = server.Api.Router;
        try
        {
            var answer = streamed
                ? await client
                    .GetStreamingResponseAsync(request.Messages, request.Options)
                    .ToChatResponseAsync()
                : await client.GetResponseAsync(request.Messages, request.Options);
            return new(
                HttpStatusCode.OK,
                answer.Text,
                FieldServer.LeftOut(await server.Api.LastRecordAsync()),
                server.Upstream.Sent
            );
        }
        catch (Exception exception)
            when (exception
                    is RouterException { Code: not RouterErrorCode.AllCandidatesFailed }
                        or ArgumentException
                        or NotSupportedException
            )
        {
            // Nobody was asked: the router, or the app's own connector, refuses the request.
            return new(HttpStatusCode.BadRequest, exception.Message, [], server.Upstream.Sent);
        }
    }
}
