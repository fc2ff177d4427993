using Microsoft.Extensions.Logging;

namespace SkRouter.Agents;

/// <summary>What is logged of role and team files.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Information, "The role and team files were read again")]
    public static partial void Reloaded(this ILogger logger);

    [LoggerMessage(
        2,
        LogLevel.Error,
        "The role and team files changed, but cannot be used; the old ones stay in force. {Faults}"
    )]
    public static partial void NotReloaded(this ILogger logger, string faults);
}
