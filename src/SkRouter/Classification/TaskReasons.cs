namespace SkRouter.Classification;

/// <summary>
/// Finds what in a prompt speaks most for its difficulty: each word is left out in turn, and the difficulty of the rest compared with that of the whole.
/// For explanations, not for the path of a call.
/// </summary>
internal static class TaskReasons
{
    private const int MostWords = 80;
    private const int UnspacedWord = 2;
    private const double Least = 0.01;

    /// <summary>The strongest reasons, the strongest first.</summary>
    internal static IReadOnlyList<TaskReason> Of(ITaskClassifier classifier, string task, int most)
    {
        var whole = DifficultyOf(task);
        return
        [
            .. WordsOf(task)
                .DistinctBy(word => task[word].ToLowerInvariant())
                .Take(MostWords)
                .Select(word => new TaskReason(
                    task[word],
                    whole - DifficultyOf(Without(task, task[word]))
                ))
                .Where(reason => Math.Abs(reason.Effect) >= Least)
                .OrderByDescending(reason => Math.Abs(reason.Effect))
                .Take(most),
        ];

        double DifficultyOf(string text) =>
            classifier.Classify(new TaskText { Task = text, Instructions = "" }).Difficulty;
    }

    private static string Without(string task, string word) =>
        task.Replace(word, "", StringComparison.OrdinalIgnoreCase);

    /// <summary>Words as spaces divide them; of scripts without spaces, two characters at a time.</summary>
    private static IEnumerable<Range> WordsOf(string task)
    {
        for (var at = 0; at < task.Length; )
        {
            if (!ScriptOf.IsLetter(task[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var unspaced = ScriptOf.IsUnspaced(ScriptOf.Letter(task[at]));
            while (
                at < task.Length
                && ScriptOf.IsLetter(task[at])
                && ScriptOf.IsUnspaced(ScriptOf.Letter(task[at])) == unspaced
                && (!unspaced || at - start < UnspacedWord)
            )
            {
                at++;
            }

            // A single letter would be taken out of other words, too.
            if (at - start > 1)
            {
                yield return start..at;
            }
        }
    }
}
