using Microsoft.Extensions.Logging;

namespace SkRouter.AspNetCore.Dashboard.Access;

internal static partial class SignInLog
{
    [LoggerMessage(
        10,
        LogLevel.Warning,
        "The dashboard had no admin key, so one was made. Sign in within an hour by {Link}, which works once; set SkRouterDashboardOptions.AdminKey to use a key of your own."
    )]
    public static partial void SignInOnce(this ILogger logger, string link);

    [LoggerMessage(11, LogLevel.Error, "The dashboard's admin key could not be made.")]
    public static partial void NoAdminKey(this ILogger logger, Exception exception);
}
