namespace SkRouter.Cli.Evaluation;

/// <summary>How well scores order prompts for the strong model.</summary>
/// <param name="Apgr">Area under the performance gap recovered over the share of strong calls; random order gives 0.5.</param>
/// <param name="Cpt50">Share of strong calls, in percent, at which half of the gap is recovered.</param>
/// <param name="Cpt80">The same for 80 %.</param>
internal sealed record RoutingFigures(double Apgr, double Cpt50, double Cpt80);
