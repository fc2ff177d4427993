using System.CommandLine;
using System.Text.Json;

namespace SkRouter.Cli.Tests.Route;

/// <summary>A command, run in this process with its output caught.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Program.Run(
            arguments,
            new InvocationConfiguration { Output = output, Error = error }
        );
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Fails unless the output is one JSON document and nothing else.</summary>
    public JsonElement Json() => JsonElement.Parse(Output);
}
