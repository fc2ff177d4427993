using SkRouter.AspNetCore.Tests.Fields;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>The page shows the table as it is. <c>SKROUTER_WRITE_PAGES=1</c> writes it anew.</summary>
public sealed class AnswerPageTests
{
    [Fact]
    public async Task Page_OfTheTable_IsCurrent()
    {
        var path = Path.Combine(FieldTable.Root, "docs", "reference", "answers.md");
        var page = AnswerPage.Write();
        if (Environment.GetEnvironmentVariable("SKROUTER_WRITE_PAGES") == "1")
        {
            await File.WriteAllTextAsync(path, page);
        }

        (await File.ReadAllTextAsync(path)).ShouldBe(page);
    }

    [Fact]
    public void Table_EveryRow_HasAStateForEveryFace()
    {
        AnswerTable.Rows.Count.ShouldBeGreaterThan(150);
        foreach (var row in AnswerTable.Rows)
        {
            row.To.Select(cell => cell.Key).ShouldBe(AnswerTable.Faces, row.ToString());
        }
    }
}
