using System.Text;
using System.Text.Json;

namespace SkRouter.Simulator.Scripting;

/// <summary>Reads scripts written as JSON.</summary>
public static class ScriptFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads and checks a script file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A script without mistakes.</returns>
    /// <exception cref="SimulatorScriptException">The script is wrong; every mistake is listed with its line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SimulatorScript Load(string path) => Parse(File.ReadAllText(path));

    /// <summary>Reads and checks a script.</summary>
    /// <param name="json">The script.</param>
    /// <returns>A script without mistakes.</returns>
    /// <exception cref="SimulatorScriptException">The script is wrong; every mistake is listed with its line.</exception>
    public static SimulatorScript Parse(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        using var document = ParseDocument(json);
        var lines = new JsonLines(utf8);
        var unknown = UnknownMembers.Find(document.RootElement, ScriptJson.Script);
        Throw(unknown, lines);
        var script = Deserialize(document, lines);
        var compiler = new ScriptCompiler();
        compiler.Visit(script);
        Throw(compiler.Problems, lines);
        return script;
    }

    private static JsonDocument ParseDocument(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Lenient);
        }
        catch (JsonException exception)
        {
            throw Wrong(
                "$",
                (int?)exception.LineNumber + 1,
                "not JSON: " + exception.Message,
                exception
            );
        }
    }

    private static SimulatorScript Deserialize(JsonDocument document, JsonLines lines)
    {
        try
        {
            return document.Deserialize(ScriptJson.Script)
                ?? throw Wrong("$", 1, "the script is null; write {\"models\": [...]}", null);
        }
        catch (JsonException exception)
        {
            var path = exception.Path ?? "$";
            throw Wrong(path, lines.Find(path), Explain(exception.Message), exception);
        }
    }

    private static string Explain(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static void Throw(
        IReadOnlyList<(string Path, string Message)> problems,
        JsonLines lines
    )
    {
        if (problems.Count > 0)
        {
            throw new SimulatorScriptException([
                .. problems.Select(p => new ScriptProblem(p.Path, lines.Find(p.Path), p.Message)),
            ]);
        }
    }

    private static SimulatorScriptException Wrong(
        string path,
        int? line,
        string message,
        Exception? inner
    ) => new([new(path, line, message)], inner);
}
