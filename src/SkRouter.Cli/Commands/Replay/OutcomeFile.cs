using System.Globalization;
using System.Text.Json;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>
/// Reads recorded outcomes, one JSON object a line: <c>{id, prompt, scores: {model: 0..1}}</c>, or <c>{id, prompt, strong_correct,
/// weak_correct}</c> for two models that are then called <c>strong</c> and <c>weak</c>. Lines with <c>"contaminated": true</c> are left out.
/// </summary>
internal static class OutcomeFile
{
    public const string Strong = "strong";
    public const string Weak = "weak";

    /// <exception cref="CommandException">The file is missing, or a line of it cannot be read.</exception>
    public static IReadOnlyList<RecordedOutcome> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandException(
                $"there is no file '{path}'. Name files of recorded outcomes with --data, one JSON object a line."
            );
        }

        var outcomes = new List<RecordedOutcome>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line) && Parse(path, number, line) is { } outcome)
            {
                outcomes.Add(outcome);
            }
        }

        return outcomes.Count > 0
            ? outcomes
            : throw new CommandException(
                $"'{path}' holds no outcomes: every line of it is empty or contaminated."
            );
    }

    private static RecordedOutcome? Parse(string path, int number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            if (row.ValueKind is not JsonValueKind.Object)
            {
                throw Fault(path, number, "it is no JSON object");
            }

            if (
                row.TryGetProperty("contaminated", out var mark)
                && mark.ValueKind is JsonValueKind.True
            )
            {
                return null;
            }

            var prompt =
                Text(row, "prompt") ?? throw Fault(path, number, "'prompt' is missing or no text");
            var id = Text(row, "id") ?? number.ToString(CultureInfo.InvariantCulture);
            return new(id, prompt, Scores(path, number, row));
        }
        catch (JsonException exception)
        {
            throw Fault(path, number, $"it is no JSON ({exception.Message})");
        }
    }

    private static Dictionary<string, double> Scores(string path, int number, JsonElement row)
    {
        var scores = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        if (row.TryGetProperty("scores", out var named) && named.ValueKind is JsonValueKind.Object)
        {
            foreach (var score in named.EnumerateObject())
            {
                scores[score.Name] = Score(path, number, $"scores.{score.Name}", score.Value);
            }
        }
        else if (
            row.TryGetProperty("strong_correct", out var strong)
            && row.TryGetProperty("weak_correct", out var weak)
        )
        {
            scores[Strong] = Score(path, number, "strong_correct", strong);
            scores[Weak] = Score(path, number, "weak_correct", weak);
        }

        return scores.Count > 0
            ? scores
            : throw Fault(
                path,
                number,
                "it has neither 'scores' nor 'strong_correct' and 'weak_correct'"
            );
    }

    private static double Score(string path, int number, string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1 and var score
            ? score
            : throw Fault(
                path,
                number,
                $"'{name}' is {value.GetRawText()}, but must be a number from 0 to 1"
            );

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static CommandException Fault(string path, int number, string what) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}', line {number}: {what}. A line is {{\"id\", \"prompt\", \"scores\": {{model: 0..1}}}}."
            )
        );
}
