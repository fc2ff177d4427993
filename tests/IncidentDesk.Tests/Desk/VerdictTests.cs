using IncidentDesk.Desk;

namespace IncidentDesk.Tests.Desk;

public class VerdictTests
{
    [Theory]
    [InlineData("Fine.\nVerdict: approve", true)]
    [InlineData("**Verdict:** Approved.", true)]
    [InlineData("Verdict: send back\n...\nVerdict: approve", true)]
    [InlineData("Verdict: approve\nVerdict: send back", false)]
    [InlineData("Verdict: send back", false)]
    [InlineData("I approve of this.", false)]
    [InlineData("Verdict: not approved", false)]
    [InlineData("", false)]
    public void Approves_Review_OnlyAClearYesCounts(string review, bool approves) =>
        Verdicts.Approves(review).ShouldBe(approves);

    [Theory]
    [InlineData("Decision: fix", true)]
    [InlineData("## Decision: Report", false)]
    [InlineData("Decision: fix\nDecision: report", false)]
    [InlineData("no line", true)]
    public void WantsFix_Plan_ReportOnlyIfItSaysSo(string plan, bool wants) =>
        Verdicts.WantsFix(plan).ShouldBe(wants);
}
