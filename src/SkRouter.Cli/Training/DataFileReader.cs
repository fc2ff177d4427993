using System.Globalization;
using System.Text.Json;
using SkRouter.Cli.Training.Difficulty;

namespace SkRouter.Cli.Training;

/// <summary>Reads data files: JSON Lines with a prompt and outcomes, a category, or steps in each line.</summary>
internal static class DataFileReader
{
    /// <exception cref="DataFileException">A file is missing, empty or malformed.</exception>
    internal static List<TrainingRow> Read(IEnumerable<FileInfo> files) =>
        Read(files, labelled: true);

    /// <summary>Reads files whose rows need not have labels: their prompts can be scored all the same.</summary>
    /// <exception cref="DataFileException">A file is missing, empty or malformed.</exception>
    internal static List<TrainingRow> ReadPrompts(IEnumerable<FileInfo> files) =>
        Read(files, labelled: false);

    private static List<TrainingRow> Read(IEnumerable<FileInfo> files, bool labelled)
    {
        var rows = new List<TrainingRow>();
        foreach (var file in files)
        {
            if (!file.Exists)
            {
                throw new DataFileException(
                    $"{file.FullName}: there is no such file. Check the path given to --data."
                );
            }

            var before = rows.Count;
            var number = 0;
            foreach (var line in File.ReadLines(file.FullName))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    rows.Add(ReadLine(line, file, number, labelled));
                }
            }

            if (rows.Count == before)
            {
                throw new DataFileException(
                    $"{file.FullName}: the file has no rows. Write one JSON object per line."
                );
            }
        }

        return OutcomeScale.ToShares(rows);
    }

    private static TrainingRow ReadLine(string line, FileInfo file, int number, bool labelled)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{file.FullName}, line {number}");
        try
        {
            return ReadRow(line, Path.GetFileNameWithoutExtension(file.Name), place, labelled);
        }
        catch (JsonException e)
        {
            throw new DataFileException(
                $"{place}: not a JSON object ({e.Message}). Each line must be one JSON object."
            );
        }
    }

    /// <summary>Reads one row.</summary>
    internal static TrainingRow ReadRow(
        string line,
        string file,
        string place,
        bool labelled = true
    )
    {
        using var document = JsonDocument.Parse(line);
        return ReadRow(document.RootElement, file, place, labelled);
    }

    private static TrainingRow ReadRow(JsonElement json, string file, string place, bool labelled)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new DataFileException(
                $"{place}: a JSON {json.ValueKind} instead of an object. Each line must be one JSON object."
            );
        }

        var row = new TrainingRow(
            file,
            Text(json, "id", place) ?? throw Missing("id", place),
            Text(json, "source", place) ?? file,
            Text(json, "subject", place) ?? "",
            Text(json, "prompt", place) ?? throw Missing("prompt", place)
        )
        {
            StrongCorrect = Outcome(json, "strong_correct", place),
            WeakCorrect = Outcome(json, "weak_correct", place),
            Steps = Number(json, "steps", place),
            Category = Category(json, place),
            Level = Level(json, place),
            Theme = Text(json, "theme", place),
            Language = Text(json, "language", place),
            Group = Text(json, "group", place),
            Contaminated =
                json.TryGetProperty("contaminated", out var flag)
                && flag.ValueKind == JsonValueKind.True,
        };
        var half = row.StrongCorrect is null != row.WeakCorrect is null;
        var empty = row is { StrongCorrect: null, Steps: null, Category: null, Level: null };
        return half
                ? throw new DataFileException(
                    $"{place}: strong_correct and weak_correct must be given together."
                )
            : empty && labelled
                ? throw new DataFileException(
                    $"{place}: nothing to learn from. Give strong_correct and weak_correct, or category, or steps, or level (0 to 4)."
                )
            : row;
    }

    private static double? Level(JsonElement json, string place)
    {
        var level = Number(json, "level", place);
        return level is < 0 or > DifficultyRecipe.HighestLevel
            ? throw new DataFileException(
                $"{place}: \"level\" must be between 0 and 4, not {level.Value.ToString(CultureInfo.InvariantCulture)}."
            )
            : level;
    }

    private static DataFileException Missing(string name, string place) =>
        new($"{place}: \"{name}\" is missing. Add it as a string.");

    private static string? Text(JsonElement json, string name, string place) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? Decoded(value)
        : throw new DataFileException(
            $"{place}: \"{name}\" must be a string, not {value.GetRawText()}."
        );

    // A lone surrogate, which JSON can escape and a prompt can hold, makes GetString throw.
    private static string Decoded(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    private static double? Number(JsonElement json, string name, string place) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var number)
        && double.IsFinite(number)
            ? number
        : throw new DataFileException(
            $"{place}: \"{name}\" must be a number, not {value.GetRawText()}."
        );

    private static double? Outcome(JsonElement json, string name, string place) =>
        json.TryGetProperty(name, out var flag)
        && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.GetBoolean()
                ? 1
                : 0
            : Number(json, name, place);

    private static int? Category(JsonElement json, string place)
    {
        var name = Text(json, "category", place);
        return name is null
            ? null
            : (int)(
                CategoryNames.Parse(name)
                ?? throw new DataFileException(
                    $"{place}: \"{name}\" is not a category. Use one of {CategoryNames.All}."
                )
            );
    }
}
