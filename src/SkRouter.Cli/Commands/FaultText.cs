using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SkRouter.Resilience;
using SkRouter.Telemetry;

namespace SkRouter.Cli.Commands;

/// <summary>Says why a command cannot go on: a sentence for each cause and what to do, and never where in the program it was found out.</summary>
internal static class FaultText
{
    /// <summary>Shows the whole exception of faults that nobody foresaw, for a report of a bug.</summary>
    private const string TraceVariable = "SKROUTER_TRACE";

    public static string Of(Exception exception) =>
        string.Join(Environment.NewLine, Lines(exception).Split('\n').Select(Clean));

    private static string Lines(Exception exception) =>
        exception switch
        {
            CommandException or RouterException or Training.DataFileException => exception.Message,
            OptionsValidationException options => string.Join('\n', options.Failures),
            SqliteException sqlite => Of(sqlite),
            JsonException json => $"what was read is not valid JSON: {json.Message}",
            UnauthorizedAccessException denied =>
                $"{denied.Message} Run the command with an account that may, or name another file.",
            IOException io when Socket(io) is { } socket => Of(socket, io.Message),
            SocketException socket => Of(socket.SocketErrorCode, socket.Message),
            IOException io => io.Message,
            // The connectors report faults of their section so.
            InvalidOperationException { InnerException: null } wrong => wrong.Message,
            _ => Unforeseen(exception),
        };

    private static string Of(SqliteException exception) =>
        exception.SqliteErrorCode switch
        {
            5 or 6 =>
                "the ledger is locked by another process. Wait for it, or stop it, and try again.",
            8 or 14 =>
                "the ledger cannot be opened for writing. Check its folder and this account's rights.",
            10 or 13 => "the ledger's disk is full or failing. Free some space and try again.",
            11 or 26 =>
                "the ledger's file is damaged or is none. Bring back a copy of it, or name another with --ledger.",
            _ => $"the ledger cannot be used: {exception.Message}",
        };

    private static string Of(SocketError error, string message) =>
        error switch
        {
            SocketError.AddressAlreadyInUse =>
                $"{message.TrimEnd('.')}. Stop the other program, or listen elsewhere with --url http://127.0.0.1:PORT.",
            SocketError.AccessDenied =>
                $"{message.TrimEnd('.')}. Ports below 1024 need rights that this account has not: choose a higher one with --url.",
            SocketError.AddressNotAvailable =>
                "no network interface of this machine has the address to listen on. Listen on one of its own with --url, such as http://127.0.0.1:4141.",
            _ => $"{message.TrimEnd('.')} ({error}).",
        };

    private static SocketError? Socket(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }

    private static string Unforeseen(Exception exception) =>
        Environment.GetEnvironmentVariable(TraceVariable) is { Length: > 0 }
            ? exception.ToString()
            : $"{exception.GetType().Name}: {exception.Message} This was not foreseen; set {TraceVariable}=1 to see where it happened, and please report it.";

    private static string Clean(string line) => PlainText.Of(line.TrimEnd('\r'));
}
