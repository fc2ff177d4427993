using SkRouter.Cli.Training;

namespace SkRouter.Cli.Tests.Training;

public sealed class DataFileReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_EveryKindOfRow_ReadsItsLabels()
    {
        var rows = Read(
            """
            {"id":"1","source":"a/b","prompt":"p","strong_correct":1,"weak_correct":0.25,"contaminated":false}

            {"id":"2","prompt":"p","strong_correct":true,"weak_correct":false,"contaminated":true}
            {"id":"3","prompt":"p","category":"translate"}
            {"id":"4","prompt":"p","steps":4}
            """
        );
        rows.Count.ShouldBe(4);
        rows[0].Gain.ShouldBe(0.75);
        rows[0].Family.ShouldBe("a");
        rows[0].IsOutcome.ShouldBeTrue();
        rows[1].IsOutcome.ShouldBeFalse();
        rows[2].Category.ShouldNotBeNull();
        rows[3].Steps.ShouldBe(4);
    }

    [Theory]
    [InlineData("{\"id\":\"1\",\"prompt\":", "line 1", "not a JSON object")]
    [InlineData("[1]", "line 1", "Array")]
    [InlineData("{\"prompt\":\"p\",\"steps\":1}", "line 1", "\"id\" is missing")]
    [InlineData("{\"id\":\"1\",\"steps\":1}", "line 1", "\"prompt\" is missing")]
    [InlineData("{\"id\":\"1\",\"prompt\":\"p\"}", "line 1", "nothing to learn from")]
    [InlineData("{\"id\":\"1\",\"prompt\":\"p\",\"strong_correct\":1}", "line 1", "together")]
    [InlineData("{\"id\":\"1\",\"prompt\":\"p\",\"level\":5}", "line 1", "between 0 and 4")]
    [InlineData(
        "{\"id\":\"1\",\"prompt\":\"p\",\"category\":\"cooking\"}",
        "line 1",
        "extract_classify"
    )]
    [InlineData("\n\n{\"id\":7,\"prompt\":\"p\",\"steps\":1}", "line 3", "must be a string")]
    [InlineData("", "data.jsonl", "no rows")]
    public void Read_WrongRow_SaysWhereAndWhat(string content, string place, string what)
    {
        var message = Should.Throw<DataFileException>(() => Read(content)).Message;
        message.ShouldContain(place);
        message.ShouldContain(what);
    }

    [Fact]
    public void Read_OutcomesOnAnyScale_BecomeSharesPerSource()
    {
        var rows = Read(
            """
            {"id":"1","source":"points","prompt":"p","strong_correct":10,"weak_correct":4}
            {"id":"2","source":"points","prompt":"p","strong_correct":7,"weak_correct":2}
            {"id":"3","source":"percent","prompt":"p","strong_correct":-50,"weak_correct":50}
            {"id":"4","source":"shares","prompt":"p","strong_correct":0.5,"weak_correct":0.25}
            """
        );
        rows.Select(row => row.StrongCorrect).ShouldBe([1, 0.625, 0, 0.5]);
        rows.Select(row => row.WeakCorrect).ShouldBe([0.25, 0, 1, 0.25]);
    }

    [Fact]
    public void Read_MissingFile_NamesIt() =>
        Should
            .Throw<DataFileException>(() =>
                DataFileReader.Read([new FileInfo(Path.Combine(_folder.FullName, "none.jsonl"))])
            )
            .Message.ShouldContain("none.jsonl");

    private List<TrainingRow> Read(string content)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, "data.jsonl"));
        File.WriteAllText(file.FullName, content);
        return DataFileReader.Read([file]);
    }
}
