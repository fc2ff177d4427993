using Microsoft.Extensions.Logging;

namespace SkRouter.AspNetCore.Api;

internal static partial class ApiLog
{
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed.")]
    public static partial void RequestFailed(
        this ILogger logger,
        string requestId,
        Exception exception
    );

    [LoggerMessage(2, LogLevel.Error, "Request {RequestId} could not be served.")]
    public static partial void RouterFailed(
        this ILogger logger,
        string requestId,
        Exception exception
    );

    [LoggerMessage(
        3,
        LogLevel.Debug,
        "Request {RequestId} could not be read at or after '{Place}'."
    )]
    public static partial void RequestUnreadable(
        this ILogger logger,
        string requestId,
        string place,
        Exception exception
    );

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "The response to request {RequestId} could not be stored: it cannot be continued with previous_response_id."
    )]
    public static partial void ResponseNotStored(
        this ILogger logger,
        string requestId,
        Exception exception
    );
}
