namespace IncidentDesk.Tests.Tools;

public sealed class DeskToolsTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void SearchLogs_PlainText_FindsItWhateverItsCase() =>
        _place
            .Tools.SearchLogs("pooltimeout")
            .ShouldBe(
                "logs/shop.log:2: 10:01 ERROR PoolTimeout pool=10/10\nlogs/shop.log:3: 10:02 ERROR pooltimeout again\n2 matches"
            );

    [Fact]
    public void SearchLogs_PlainText_IsNoPattern() =>
        _place.Tools.SearchLogs("pool.*").ShouldBe("0 matches");

    [Fact]
    public void SearchLogs_Regex_FindsIt() =>
        _place.Tools.SearchLogs(@"pool=\d{2}/", regex: true).ShouldStartWith("logs/shop.log:2: ");

    [Theory]
    [InlineData("(", true)]
    [InlineData(@"(a)\1", true)]
    [InlineData("(?=x)", true)]
    [InlineData("", false)]
    public void SearchLogs_PatternThatCannotBeUsed_SaysWhy(string pattern, bool regex)
    {
        _place.Tools.SearchLogs(pattern, regex).ShouldStartWith("error: the pattern");
        _place.Journal.Counts.ShouldBeEmpty();
    }

    [Fact]
    public void SearchLogs_MoreMatchesThanWanted_ShowsTheFirstAndCountsAll() =>
        _place
            .Tools.SearchLogs("ERROR", maxMatches: 1)
            .ShouldEndWith("2 matches, the first 1 shown");

    [Fact]
    public void SearchLogs_HugeLog_AnswerIsBounded()
    {
        _place.Write(
            "in/logs/big.log",
            string.Concat(Enumerable.Repeat(new string('x', 2000) + "\n", 1000))
        );

        _place.Tools.SearchLogs("x", maxMatches: int.MaxValue).Length.ShouldBeLessThan(200 * 400);
    }

    [Fact]
    public void ReadFile_Range_ShowsNumberedLines() =>
        _place
            .Tools.ReadFile("src/quote.py", 2, 1)
            .ShouldBe("src/quote.py, lines 2 to 2 of 3\n   2      acquire()");

    [Theory]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(0, 0)]
    public void ReadFile_RangeOutsideTheFile_ShowsWhatThereIs(int from, int count) =>
        _place.Tools.ReadFile("src/quote.py", from, count).ShouldStartWith("src/quote.py, lines ");

    [Fact]
    public void RecordEvidence_Twice_StandsTwiceAndCountsTwo()
    {
        _place.Tools.RecordEvidence("logs/shop.log", 2, "It times out.").ShouldBe("recorded");
        _place.Tools.RecordEvidence("logs/shop.log", 2, "It times out.").ShouldBe("recorded");

        _place.Files.Evidence.Text.Split("- logs/shop.log:2: It times out.").Length.ShouldBe(3);
        _place.Journal.Counts["record_evidence"].ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(4)]
    public void RecordEvidence_LineThatIsNotThere_IsRefusedAndNotCounted(int line)
    {
        _place.Tools.RecordEvidence("logs/shop.log", line, "x").ShouldStartWith("error: ");

        _place.Files.Evidence.Text.ShouldBeEmpty();
        _place.Journal.Counts.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_InvokedByName_AnswerPlainTextAndTakeNumbersAsText()
    {
        var tool = _place.Tools.All.Single(tool => tool.Name == "read_file");

        var answer = await tool.InvokeAsync(
            new(new Dictionary<string, object?> { ["path"] = "src/quote.py", ["fromLine"] = "2" })
        );

        answer.ShouldBeOfType<string>().ShouldStartWith("src/quote.py, lines 2 to 3");
    }
}
