using SkRouter.Cli.Evaluation;

namespace SkRouter.Cli.Tests.Evaluation;

/// <summary>The pinned figures were computed by the metric's reference program (numpy) on the same rows.</summary>
public sealed class RoutingCurveTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Figures_DistinctScores_AreTheReferencePrograms() =>
        ShouldBe(
            RoutingCurve.Of(SyntheticOutcomes.Gains()).Figures(),
            0.5035377358490568,
            47.16981132075472,
            79.24528301886792
        );

    [Fact]
    public void Figures_TiedScores_ShareTheirGain() =>
        ShouldBe(
            RoutingCurve
                .Of(SyntheticOutcomes.Gains().Select(p => (Math.Floor(p.Score * 8) / 8, p.Gain)))
                .Figures(),
            0.5005896226415094,
            47.16981132075472,
            84.90566037735849
        );

    [Fact]
    public void Figures_SharesOfModels_AreTheReferencePrograms() =>
        ShouldBe(
            RoutingCurve.Of(SyntheticOutcomes.SoftGains()).Figures(),
            0.5207705723798953,
            45.283018867924525,
            75.47169811320755
        );

    [Fact]
    public void Figures_ModelsEquallyGood_AreNotNumbers() =>
        RoutingCurve.Of([(0.1, 0), (0.2, 0)]).Figures().Apgr.ShouldBe(double.NaN);

    [Fact]
    public void OfSorted_WeightOfTwo_CountsTheRowTwice()
    {
        var twice = RoutingCurve.OfSorted([(0.9, 1), (0.5, 0), (0.1, -0.5)], [2, 1, 1]).Figures();
        var written = RoutingCurve.Of([(0.9, 1), (0.9, 1), (0.5, 0), (0.1, -0.5)]).Figures();
        twice.ShouldBe(written);
    }

    [Fact]
    public void Measure_DistinctScores_IsTheReferenceProgram()
    {
        ShouldBe(
            RouteLlmProtocol.Measure(SyntheticOutcomes.Hard())!,
            0.49882075471698073,
            48.11320754716983,
            78.30188679245283
        );
        ShouldBe(
            RouteLlmProtocol.Measure(SyntheticOutcomes.Soft())!,
            0.5228714127160299,
            42.45283018867924,
            77.70154373927959
        );
    }

    [Fact]
    public void Measure_TooManyTies_GivesNothing() =>
        RouteLlmProtocol
            .Measure([
                .. SyntheticOutcomes
                    .Hard()
                    .Select(p => (Math.Floor(p.Score * 8) / 8, p.Strong, p.Weak)),
            ])
            .ShouldBeNull();

    private static void ShouldBe(RoutingFigures figures, double apgr, double cpt50, double cpt80)
    {
        figures.Apgr.ShouldBe(apgr, Tolerance);
        figures.Cpt50.ShouldBe(cpt50, Tolerance);
        figures.Cpt80.ShouldBe(cpt80, Tolerance);
    }
}
