namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>The page shows the table as it is. <c>SKROUTER_WRITE_PAGES=1</c> writes it anew.</summary>
public sealed class FieldPageTests
{
    [Fact]
    public async Task Page_OfTheTable_IsCurrent()
    {
        var path = Path.Combine(FieldTable.Root, "docs", "reference", "fields.md");
        var page = FieldPage.Write();
        if (Environment.GetEnvironmentVariable("SKROUTER_WRITE_PAGES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, page);
        }

        (await File.ReadAllTextAsync(path)).ShouldBe(page);
    }

    [Fact]
    public void Table_EveryRow_HasAStateForEveryKind()
    {
        FieldTable.Rows.Count.ShouldBeGreaterThan(100);
        foreach (var row in FieldTable.Rows)
        {
            row.To.Select(cell => cell.Key).ShouldBe(FieldServer.Kinds, row.ToString());
        }
    }
}
