using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SkRouter.Cli.Tests.Route;
using SkRouter.Ledger.Sqlite;
using SkRouter.Pipeline;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Cli.Tests.Spend;

public sealed class SpendCommandTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2026, 10, 20, 22, 30, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");
    private IReadOnlyList<DecisionRecord> _records = [];

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public async Task InitializeAsync()
    {
        _records = new SampleRecords(2, Begin, TimeSpan.FromDays(4)).Take(200);
        await using var ledger = new SqliteLedger(
            Ledger,
            new(),
            TimeProvider.System,
            NullLogger.Instance
        );
        foreach (var record in _records)
        {
            await ledger.AppendAsync(record);
        }
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void Spend_ByAgent_ShowsATableWithBarsAndTheTotal()
    {
        var run = CommandRun.Of("spend", "--ledger", Ledger);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("200 round trips");
        run.Output.ShouldContain("saved against always the strongest model");
        foreach (var agent in _records.Select(record => record.Agent).Distinct())
        {
            run.Output.ShouldContain($"| {agent} ");
        }

        run.Output.ShouldContain(new string('█', 24));
        run.Output.ShouldNotContain(new string('█', 25));
        run.Output.ShouldContain("have no known price");
        run.Output.ShouldNotContain("\u001b");
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("role")]
    [InlineData("model")]
    [InlineData("deployment")]
    [InlineData("provider")]
    [InlineData("tenant")]
    [InlineData("day")]
    [InlineData("hour")]
    public void Spend_AnyGroupingAsJson_RowsAddUpToTheRecords(string by)
    {
        var json = CommandRun
            .Of("spend", "--ledger", Ledger, "--by", by, "--zone", "Asia/Kolkata", "--json")
            .Json();

        var cost = _records.Sum(record => Math.Round(record.CostUsd ?? 0, 18));
        json.GetProperty("by").GetString().ShouldBe(by);
        json.GetProperty("total").GetProperty("costUsd").GetDecimal().ShouldBe(cost);
        json.GetProperty("rows")
            .EnumerateArray()
            .Sum(row => row.GetProperty("costUsd").GetDecimal())
            .ShouldBe(cost);
    }

    [Fact]
    public void Spend_ByDay_DaysAreThoseOfTheZone()
    {
        var json = CommandRun
            .Of("spend", "--ledger", Ledger, "--by", "day", "--zone", "Europe/Berlin", "--json")
            .Json();

        var expected = _records
            .GroupBy(record => record.StartedAt.AddHours(2).Date)
            .OrderBy(group => group.Key)
            .Select(group =>
                (group.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), group.Count())
            );
        json.GetProperty("rows")
            .EnumerateArray()
            .Select(row =>
                (row.GetProperty("name").GetString()!, row.GetProperty("roundTrips").GetInt32())
            )
            .ShouldBe(expected);
    }

    [Fact]
    public void Spend_ByTagAsCsv_IsOneLineAValue()
    {
        var run = CommandRun.Of("spend", "--ledger", Ledger, "--by", "tag:project", "--csv");

        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("tag:project,round_trips,");
        lines[1..]
            .Select(line => (line.Split(',')[0], line.Split(',')[1]))
            .ShouldBe(
                _records
                    .Where(record => record.Tags.ContainsKey("project"))
                    .GroupBy(record => record.Tags["project"], StringComparer.Ordinal)
                    .Select(group =>
                        (group.Key, group.Count().ToString(CultureInfo.InvariantCulture))
                    ),
                ignoreOrder: true
            );
    }

    [Fact]
    public void Spend_ByRun_ListsTheDearestFirst()
    {
        var json = CommandRun
            .Of("spend", "--ledger", Ledger, "--by", "run", "--top", "3", "--json")
            .Json();

        json.GetProperty("rows")
            .EnumerateArray()
            .Select(row => row.GetProperty("name").GetString()!)
            .ShouldBe(
                _records
                    .GroupBy(record => record.Run, StringComparer.Ordinal)
                    .OrderByDescending(group => group.Sum(record => record.CostUsd ?? 0))
                    .Take(3)
                    .Select(group => group.Key)
            );
    }

    [Theory]
    [InlineData("2026-10-22", null)]
    [InlineData("2026-10-22T03:30", "2026-10-23T12:00Z")]
    [InlineData(null, "2026-10-22T00:00:00+02:00")]
    public void Spend_Window_CountsWhatBeganInIt(string? since, string? until)
    {
        var json = CommandRun
            .Of([
                "spend",
                "--ledger",
                Ledger,
                "--zone",
                "UTC",
                "--json",
                .. since is null ? (string[])[] : ["--since", since],
                .. until is null ? (string[])[] : ["--until", until],
            ])
            .Json();

        var count = _records.Count(record =>
            (since is null || record.StartedAt >= Parse(since))
            && (until is null || record.StartedAt < Parse(until))
        );
        count.ShouldBeInRange(1, 199);
        json.GetProperty("total").GetProperty("roundTrips").GetInt32().ShouldBe(count);
    }

    [Fact]
    public void Spend_WindowWithoutRoundTrips_SaysSo()
    {
        var run = CommandRun.Of("spend", "--ledger", Ledger, "--until", "2020-01-01");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Nothing is on the books");
    }

    [Theory]
    [InlineData("There is no ledger", "--ledger", "nowhere.db")]
    [InlineData("agent, role", "--by", "colour")]
    [InlineData("which tag", "--by", "tag:")]
    [InlineData("7d", "--since", "yesterday-ish")]
    [InlineData("7d", "--since", "")]
    [InlineData("7d", "--since", "999999999d")]
    [InlineData("Europe/Berlin", "--zone", "Mars/Olympus")]
    [InlineData("--top", "--top", "0")]
    [InlineData("not both", "--json", "--csv")]
    public void Spend_WrongUse_SaysWhatIsMeant(string hint, params string[] arguments)
    {
        var run = CommandRun.Of(["spend", .. arguments]);

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(hint);
    }

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
