using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Tests.Reading;

public sealed class SqliteSpendReportTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NoFile_SaysWhichAndMakesNone()
    {
        ShouldFail(_folder.Report, "There is no ledger");
        File.Exists(_folder.Path).ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        "this is a text file, and long enough to be taken for one with a header of its own"
    )]
    [InlineData("short")]
    public void Open_NotADatabase_IsRefusedAndUntouched(string text)
    {
        File.WriteAllText(_folder.Path, text);

        ShouldFail(_folder.Report, "is not a SkRouter ledger");
        ShouldFail(() => _folder.Open(), "is not a SkRouter ledger");
        File.ReadAllText(_folder.Path).ShouldBe(text);
    }

    [Fact]
    public void Open_SomebodyElsesDatabase_IsRefusedAndUntouched()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder.Path};Pooling=false"))
        {
            connection.Open();
            LedgerFile.Execute(connection, "CREATE TABLE customers (id INTEGER PRIMARY KEY)");
        }

        var before = File.ReadAllBytes(_folder.Path);
        ShouldFail(_folder.Report, "is not a SkRouter ledger");
        ShouldFail(() => _folder.Open(), "is not a SkRouter ledger");
        File.ReadAllBytes(_folder.Path).ShouldBe(before);
    }

    [Fact]
    public async Task Open_WrittenByANewerVersion_IsRefused()
    {
        await _folder.Open().DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={_folder.Path};Pooling=false"))
        {
            connection.Open();
            LedgerFile.Execute(
                connection,
                "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-later.sql', '2030-01-01')"
            );
        }

        ShouldFail(_folder.Report, "newer version");
        ShouldFail(() => _folder.Open(), "newer version");
    }

    [Fact]
    public void Open_FolderThatIsMissing_SaysWhatToCheck() =>
        ShouldFail(
            () =>
                new SqliteLedger(
                    Path.Combine(_folder.Path, "deeper", "skrouter.db"),
                    new(),
                    TimeProvider.System,
                    Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
                ),
            "folder exists"
        );

    [Fact]
    public async Task Open_SeveralAtOnceOnANewFile_OneMakesTheSchemaAndAllWork()
    {
        var ledgers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => _folder.Open()))
        );

        foreach (var ledger in ledgers)
        {
            (await ledger.SumAsync(new())).ShouldBeEmpty();
            await ledger.DisposeAsync();
        }
    }

    private static void ShouldFail(Func<object> open, string reason)
    {
        var exception = Should.Throw<RouterException>(open);
        exception.Code.ShouldBe(RouterErrorCode.Ledger);
        exception.Message.ShouldContain(reason);
    }
}
