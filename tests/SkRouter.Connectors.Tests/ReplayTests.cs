using System.Globalization;
using SkRouter.Connectors.Tests.Replay;
using Xunit.Abstractions;

namespace SkRouter.Connectors.Tests;

public sealed class ReplayTests(ITestOutputHelper output)
{
    /// <summary>The recordings that the connectors were built on are covered whole; of others at least so much must be.</summary>
    private const double LeastShareOfOthers = 0.95;

    public static TheoryData<string> Providers { get; } =
    [.. Recordings.Providers.DefaultIfEmpty("none")];

    [RecordingsTheory]
    [MemberData(nameof(Providers))]
    public async Task Replay_EveryExchangeOfAProvider_IsCovered(string provider)
    {
        var report = await CoverageReport.MakeAsync(provider);

        output.WriteLine(report.ToString());
        report.Save();
        report.Chat.ShouldBeGreaterThan(0, "a scan that finds nothing proves nothing");
        report.Share.ShouldBeGreaterThanOrEqualTo(
            RecordingsFolder.IsUsual ? 1 : LeastShareOfOthers,
            string.Create(CultureInfo.InvariantCulture, $"{report}")
        );
    }
}
