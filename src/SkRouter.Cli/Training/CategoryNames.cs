using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>How the categories are written in data files.</summary>
internal static class CategoryNames
{
    private static readonly (string Name, TaskCategory Category)[] Pairs =
    [
        ("qa", TaskCategory.QuestionAnswering),
        ("code", TaskCategory.Code),
        ("math", TaskCategory.Math),
        ("reasoning", TaskCategory.Reasoning),
        ("extract_classify", TaskCategory.ExtractClassify),
        ("summarise", TaskCategory.Summarise),
        ("translate", TaskCategory.Translate),
        ("creative", TaskCategory.Creative),
        ("agentic_tool", TaskCategory.AgenticTool),
    ];

    internal static string All => string.Join(", ", Pairs.Select(pair => pair.Name));

    internal static string Of(TaskCategory category) =>
        Array.Find(Pairs, pair => pair.Category == category).Name;

    internal static TaskCategory? Parse(string name)
    {
        var index = Array.FindIndex(Pairs, pair => pair.Name == name);
        return index < 0 ? null : Pairs[index].Category;
    }
}
