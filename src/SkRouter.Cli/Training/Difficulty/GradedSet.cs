using System.IO.Compression;

namespace SkRouter.Cli.Training.Difficulty;

/// <summary>The graded prompts that come with the tool, so that anyone can train and check the difficulty that ships.</summary>
internal static class GradedSet
{
    private const string Resource = "SkRouter.Cli.Training.graded.jsonl.br";

    internal static List<TrainingRow> Read()
    {
        using var stream =
            typeof(GradedSet).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(new BrotliStream(stream, CompressionMode.Decompress));
        var rows = new List<TrainingRow>();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(DataFileReader.ReadRow(line, "graded", Resource));
        }

        return rows;
    }

    internal static GradedPrompt[] Prompts(IEnumerable<TrainingRow> rows) =>
        [
            .. rows.Where(row => row.Level is not null)
                .Select(row => new GradedPrompt(row.Prompt, row.Level!.Value)),
        ];
}
