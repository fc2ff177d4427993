using System.Text.Json;
using SkRouter.Cli.Commands;

namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>Reads recorded runs from a folder with <c>runs.jsonl</c> and <c>steps.jsonl</c>.</summary>
internal static class AgentRunFiles
{
    /// <exception cref="CommandException">A file is missing or malformed.</exception>
    internal static AgentRun[] Read(DirectoryInfo folder)
    {
        var steps = Lines(folder, "steps.jsonl")
            .GroupBy(KeyOf)
            .ToDictionary(
                run => run.Key,
                run => run.Select(AgentStep.Read).OrderBy(step => step.Step).ToArray()
            );
        return
        [
            .. Lines(folder, "runs.jsonl")
                .Select(run => new AgentRun
                {
                    Source = Text(run, "source"),
                    Task = Text(run, "task"),
                    Model = Text(run, "model"),
                    Success = Number(run, "success"),
                    CostUsd = (decimal)Number(run, "cost_usd"),
                    Steps = steps.GetValueOrDefault(KeyOf(run), []),
                }),
        ];
    }

    private static (string, string, string, int) KeyOf(JsonElement json) =>
        (Text(json, "source"), Text(json, "task"), Text(json, "model"), (int)Number(json, "run"));

    private static IEnumerable<JsonElement> Lines(DirectoryInfo folder, string name)
    {
        var path = Path.Combine(folder.FullName, name);
        if (!File.Exists(path))
        {
            throw new CommandException(
                $"{path}: there is no such file. A folder of recorded runs holds runs.jsonl and steps.jsonl."
            );
        }

        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(line, path, number);
            }
        }
    }

    private static JsonElement Parse(string line, string path, int number)
    {
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException e)
        {
            throw new CommandException(
                FormattableString.Invariant($"{path}, line {number}: not JSON ({e.Message}).")
            );
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    // A success may be recorded as true or false.
    private static double Number(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.ValueKind == JsonValueKind.True ? 1
        : 0;
}
