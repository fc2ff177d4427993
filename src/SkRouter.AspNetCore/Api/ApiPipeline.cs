using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SkRouter.AspNetCore.Access;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Api;

/// <summary>What every endpoint of the API has in common: the request's id, who is let in, and that whatever goes wrong is said in the client's protocol.</summary>
internal sealed class ApiPipeline(
    IApiGate gate,
    BodyBudget bodies,
    CallDrain drain,
    TimeProvider time,
    ILogger<ApiPipeline> logger
)
{
    private const string NoSniff = "nosniff";

    public RequestDelegate Handle(WireFormat format, Func<ApiCall, Task> endpoint) =>
        http => RunAsync(http, format, endpoint);

    private async Task RunAsync(HttpContext http, WireFormat format, Func<ApiCall, Task> endpoint)
    {
        var requestId = RequestIds.Of(http, time);
        http.Response.Headers[RequestIds.Header] = requestId;
        if (format is WireFormat.Anthropic)
        {
            http.Response.Headers[RequestIds.AnthropicHeader] = requestId;
        }

        http.Response.Headers.XContentTypeOptions = NoSniff;
        http.Response.Headers.CacheControl = "no-store";
        if (WebSocketRefusal.Of(http) is { } refusal)
        {
            await FaultWriter.WriteAsync(http, format, refusal, requestId).ConfigureAwait(false);
            return;
        }

        try
        {
            var admission = await gate.AdmitAsync(http).ConfigureAwait(false);
            if (admission.Fault is { } fault)
            {
                await FaultWriter.WriteAsync(http, format, fault, requestId).ConfigureAwait(false);
                return;
            }

            using var lease = admission.Lease;
            lease?.WriteHeaders(http.Response);
            using var call = new ApiCall(http, requestId, admission, bodies, drain);
            await RunAsync(call, endpoint).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(http, format, exception, requestId).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(ApiCall call, Func<ApiCall, Task> endpoint)
    {
        try
        {
            await endpoint(call).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.IsCut)
        {
            throw new ApiFaultException(CallDrain.Stopped);
        }
        // Readers of requests name what is wrong; what a library underneath refuses to be made of a client's text is as much the request's fault.
        catch (Exception exception) when (call.IsReading && IsOfReading(exception))
        {
            logger.RequestUnreadable(call.RequestId, call.Trail.Last, exception);
            throw new ApiFaultException(
                new(
                    400,
                    ApiFaultTypes.InvalidRequest,
                    call.Trail.Last.Length > 0
                        ? $"The request cannot be read at or after '{call.Trail.Last}'."
                        : "The request cannot be read."
                )
                {
                    Code = "invalid_request",
                    Field = call.Trail.Last.Length > 0 ? call.Trail.Last : null,
                }
            );
        }
    }

    private static bool IsOfReading(Exception exception) =>
        exception
            is ArgumentException
                or FormatException
                or InvalidOperationException
                or NotSupportedException
                or OverflowException
                or KeyNotFoundException
                or System.Text.Json.JsonException;

    private async Task FailAsync(
        HttpContext http,
        WireFormat format,
        Exception exception,
        string requestId
    )
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var fault = Fault(exception);
        Log(exception, fault, requestId);
        if (http.Response.HasStarted)
        {
            // Whatever was sent is not whole, and nobody must take it for that.
            http.Abort();
            return;
        }

        await FaultWriter.WriteAsync(http, format, fault, requestId).ConfigureAwait(false);
    }

    private ApiFault Fault(Exception exception) =>
        exception is BadHttpRequestException bad
            ? new(bad.StatusCode, ApiFaultTypes.InvalidRequest, bad.Message)
            : RouterFaults.Of(exception, time.GetUtcNow());

    private void Log(Exception exception, ApiFault fault, string requestId)
    {
        if (
            exception is RouterException
            {
                Code: RouterErrorCode.Configuration or RouterErrorCode.Ledger
            } router
        )
        {
            logger.RouterFailed(requestId, router);
        }
        else if (exception is System.Data.Common.DbException)
        {
            logger.RouterFailed(requestId, exception);
        }
        else if (fault.Status == 500)
        {
            logger.RequestFailed(requestId, exception);
        }
    }
}
