using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Route;

/// <summary>Where a command writes: results to the output, progress and faults to the error stream.</summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error)
{
    private const int WidthOfAFile = 160;

    internal static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public IAnsiConsole Console { get; } = On(output, System.Console.IsOutputRedirected);

    /// <summary>For what is not a result.</summary>
    public IAnsiConsole Progress { get; } = On(error, System.Console.IsErrorRedirected);

    public void Json<T>(T value) => output.WriteLine(JsonSerializer.Serialize(value, Readable));

    public void Line(string text) => output.WriteLine(text);

    /// <summary>Runs a command; a fault becomes a message on the error stream and a non-zero exit code.</summary>
    public static Task<int> RunAsync(ParseResult parsed, Action<CommandOutput> command) =>
        RunAsync(
            parsed,
            output =>
            {
                command(output);
                return Task.CompletedTask;
            }
        );

    /// <summary>Runs a command; a fault becomes a message on the error stream and a non-zero exit code.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<CommandOutput, Task> command)
    {
        var configuration = parsed.InvocationConfiguration;
        try
        {
            await command(new(configuration.Output, configuration.Error)).ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception)
        {
            await configuration
                .Error.WriteLineAsync($"skrouter: {FaultText.Of(exception)}")
                .ConfigureAwait(false);
            return CommandRunner.Failed;
        }
    }

    private static IAnsiConsole On(TextWriter writer, bool redirected)
    {
        var isTerminal =
            !redirected
            && (
                ReferenceEquals(writer, System.Console.Out)
                || ReferenceEquals(writer, System.Console.Error)
            );
        var console = AnsiConsole.Create(
            new()
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            }
        );
        if (!isTerminal)
        {
            console.Profile.Width = WidthOfAFile;
        }

        return console;
    }
}
