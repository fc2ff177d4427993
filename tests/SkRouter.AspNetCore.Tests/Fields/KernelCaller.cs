using System.Net;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Calls the router as Semantic Kernel's chat completion service.</summary>
internal static class KernelCaller
{
    public static async Task<FieldOutcome> AskAsync(
        FieldServer server,
        string? field,
        bool streamed
    )
    {
        var request = new KernelRequest();
        if (field is not null)
        {
            LibraryFields.Kernel[field](request);
        }

        request.Settings.ServiceId ??= "writer";
        server.Upstream.Forget();
        var service = server.Api.Router;
        try
        {
            var text = "";
            if (streamed)
            {
                await foreach (
                    var piece in service.GetStreamingChatMessageContentsAsync(
                        request.History,
                        request.Settings,
                        request.Kernel
                    )
                )
                {
                    text += piece.Content;
                }
            }
            else
            {
                text = (
                    await service.GetChatMessageContentsAsync(
                        request.History,
                        request.Settings,
                        request.Kernel
                    )
                )[0].Content;
            }

            return new(
                HttpStatusCode.OK,
                text ?? "",
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
