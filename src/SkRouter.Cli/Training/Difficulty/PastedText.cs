namespace SkRouter.Cli.Training.Difficulty;

/// <summary>
/// Repeats short prompts with text pasted before or after them, at the level of the prompt alone, so that the gate of a segment learns to
/// tell a task from the text beside it. The texts are those within the longer prompts of the same training set.
/// </summary>
internal sealed class PastedText
{
    private const int LongPrompt = 450;
    private const int ShortPrompt = 400;
    private const int ShortestText = 250;
    private const int FewestLines = 5;
    private const int Seed = 7;

    private readonly Random _random = new(Seed);
    private readonly List<string> _texts;

    internal PastedText(IEnumerable<GradedPrompt> prompts) =>
        _texts = [
            .. prompts
                .Where(prompt => prompt.Prompt.Length > LongPrompt)
                .Select(prompt => TextWithin(prompt.Prompt))
                .OfType<string>(),
        ];

    /// <summary>The repetitions, the same ones on every run.</summary>
    internal IEnumerable<GradedPrompt> Repeat(IEnumerable<GradedPrompt> prompts) =>
        prompts
            .Where(prompt =>
                prompt.Prompt.Length is > 0 and < ShortPrompt
                && _texts.Count > 0
                && _random.NextDouble() < DifficultyRecipe.PastedShare
            )
            .Select(prompt =>
                prompt with
                {
                    Prompt = Join(prompt.Prompt, Text()),
                    Weight = prompt.Weight * DifficultyRecipe.PastedWeight,
                }
            );

    /// <summary>The longest paragraph, or all lines but the first and the last; null if the prompt seems to be a task as a whole.</summary>
    private static string? TextWithin(string prompt)
    {
        var paragraphs = prompt.Split("\n\n");
        var longest = paragraphs.MaxBy(paragraph => paragraph.Length)!.Trim('`', '\n');
        if (paragraphs.Length > 1 && longest.Length > ShortestText)
        {
            return longest;
        }

        var lines = prompt.Split('\n');
        return lines.Length >= FewestLines ? string.Join('\n', lines[1..^1]) : null;
    }

    private string Text()
    {
        var text = _texts[_random.Next(_texts.Count)];
        return _random.Next(4) > 0
            ? text
            : text + (_random.Next(2) == 0 ? "\n\n" : "\n") + _texts[_random.Next(_texts.Count)];
    }

    private string Join(string task, string text) =>
        _random.Next(8) switch
        {
            0 or 1 => task + "\n\n" + text,
            2 or 3 => text + "\n\n" + task,
            4 => task + "\n" + text,
            5 => text + "\n" + task,
            6 => task + " \"" + text.Replace("\n\n", "\n", StringComparison.Ordinal) + "\"",
            _ => "```\n" + text + "\n```\n\n" + task,
        };
}
