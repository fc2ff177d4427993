using System.Globalization;

namespace SkRouter.Classification;

/// <summary>Says a profile in one sentence.</summary>
internal static class TaskSummary
{
    private const long ShortTokens = 30;
    private const long LongTokens = 1500;
    private const double Confident = 0.5;

    private static readonly string[] Levels =
    [
        "any model does it",
        "a small model does it reliably",
        "it takes a competent model",
        "it takes a strong model",
        "it takes a frontier model that reasons at length",
    ];

    internal static string Of(TaskProfile profile)
    {
        var level = Levels[
            (int)Math.Round(Math.Clamp(profile.Difficulty, 0, 1) * (Levels.Length - 1))
        ];
        var size =
            profile.EstimatedInputTokens <= ShortTokens ? "Short "
            : profile.EstimatedInputTokens >= LongTokens ? "Long "
            : "";
        var name = NameOf(profile);
        var subject = size.Length > 0 ? size + name : char.ToUpperInvariant(name[0]) + name[1..];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{subject}: {level}; a cheap model is enough for such tasks in about {Math.Round(profile.CheapSuffices * 100):0} of 100 cases."
        );
    }

    // A category that is not even as likely as all others together is not worth naming.
    private static string NameOf(TaskProfile profile) =>
        profile.CategoryProbabilities.Count > (int)profile.Category
        && profile.CategoryProbabilities[(int)profile.Category] < Confident
            ? "task"
            : profile.Category switch
            {
                TaskCategory.QuestionAnswering => "question",
                TaskCategory.Code => "programming task",
                TaskCategory.Math => "calculation",
                TaskCategory.Reasoning => "reasoning task",
                TaskCategory.ExtractClassify => "extraction task",
                TaskCategory.Summarise => "summary",
                TaskCategory.Translate => "translation",
                TaskCategory.Creative => "writing task",
                TaskCategory.AgenticTool => "task with tools",
                _ => "task",
            };
}
