using System.Text;
using System.Text.Json;
using SkRouter.Cli.Evaluation;
using SkRouter.Cli.Training;

namespace SkRouter.Cli.Commands;

/// <summary>Scores of prompts as JSON Lines.</summary>
internal static class ScoresFile
{
    internal static void Write(FileInfo? file, IEnumerable<ScoredPrompt> scored)
    {
        if (file is null)
        {
            return;
        }

        var text = new StringBuilder();
        foreach (var prompt in scored)
        {
            text.Append(
                    JsonSerializer.Serialize(
                        new
                        {
                            id = prompt.Row.Id,
                            score = prompt.Score,
                            category = CategoryNames.Of(prompt.Category),
                            pCheapSuffices = prompt.CheapSuffices,
                            difficulty = prompt.Difficulty,
                        }
                    )
                )
                .Append('\n');
        }

        DataOptions.Write(file, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
