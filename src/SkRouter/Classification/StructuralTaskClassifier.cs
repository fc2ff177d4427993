using System.Buffers;

namespace SkRouter.Classification;

/// <summary>
/// A difficulty from the shape of a task alone: its length, code in it, the steps it names, the form of its question. It has
/// learned nothing, and says so by a low confidence.
/// </summary>
internal sealed class StructuralTaskClassifier : ITaskClassifier
{
    private const string Version = "structural/1";
    private const int LongestRead = 16_384;
    private const double CharactersPerToken = 4;

    private static readonly SearchValues<string> CodeMarks = SearchValues.Create(
        [
            "```",
            "();",
            "=>",
            "def ",
            "class ",
            "public ",
            "function ",
            "#include",
            "import ",
            "SELECT ",
            "stack trace",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly string[] StepMarks =
    [
        "first",
        "then",
        "finally",
        "step",
        "plan",
        "compare",
        "prove",
        "derive",
        "design",
        "refactor",
        "root cause",
        "trade-off",
        "why",
        "explain how",
    ];

    public TaskProfile Classify(in TaskText text)
    {
        var task = text.Task.AsSpan(0, Math.Min(text.Task.Length, LongestRead));
        var hasCode = task.ContainsAny(CodeMarks);
        var difficulty = Math.Clamp(
            0.15
                + LengthShare(text.Task.Length)
                + (hasCode ? 0.2 : 0)
                + Math.Min(0.3, 0.1 * Steps(task))
                + (task.IndexOf('?') >= 0 && text.Task.Length < 120 ? -0.1 : 0)
                + Math.Min(0.15, 0.03 * text.ToolResults)
                + Math.Min(0.2, 0.1 * text.FailedAttempts),
            0,
            1
        );
        return new()
        {
            Category = Category(text, hasCode),
            Difficulty = difficulty,
            CheapSuffices = 1 - difficulty,
            Confidence = 0.2,
            EstimatedInputTokens =
                (long)Math.Ceiling(text.TotalCharacters / CharactersPerToken) + (4 * text.Turns),
            Classifier = Version,
        };
    }

    private static double LengthShare(int length) =>
        Math.Min(0.35, Math.Log2(1 + (length / 200.0)) * 0.09);

    private static int Steps(ReadOnlySpan<char> task)
    {
        var steps = 0;
        foreach (var mark in StepMarks)
        {
            if (task.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                steps++;
            }
        }

        return steps;
    }

    private static TaskCategory Category(in TaskText text, bool hasCode)
    {
        if (hasCode)
        {
            return TaskCategory.Code;
        }

        return text.ToolResults > 0 || (text.ToolsOffered > 0 && text.Task.Length > 0)
            ? TaskCategory.AgenticTool
            : TaskCategory.QuestionAnswering;
    }
}
