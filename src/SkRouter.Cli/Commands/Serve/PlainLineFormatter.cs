using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using SkRouter.Telemetry;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>Writes each entry of the log as one line without control characters, whatever providers and clients put into what is logged.</summary>
internal sealed class PlainLineFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "skrouter";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine(
            PlainText.Of(
                FormattableString.Invariant(
                    $"{TimeProvider.System.GetUtcNow():u} {Level(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] {message} {logEntry.Exception}"
                )
            )
        );
    }

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
}
