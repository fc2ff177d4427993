using System.Globalization;
using SkRouter.Connectors.Tests.Replay;
using Xunit.Abstractions;

namespace SkRouter.Connectors.Tests;

public sealed class ReplayTests(ITestOutputHelper output)
{
    private const double LeastShare = 0.95;

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
            LeastShare,
            string.Create(CultureInfo.InvariantCulture, $"{report}")
        );
    }
}
