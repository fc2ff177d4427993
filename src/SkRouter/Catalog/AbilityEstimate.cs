namespace SkRouter.Catalog;

/// <summary>How able a model is, on the scale of item response theory, and how sure that is.</summary>
/// <param name="Mean">0 is the reference cheap model; one unit more turns odds of 1:1 into 2.7:1.</param>
/// <param name="Variance">Of the mean; shrinks with outcomes and grows a little with each, so that what is old counts less.</param>
/// <param name="Outcomes">How many outcomes it rests on.</param>
public readonly record struct AbilityEstimate(double Mean, double Variance, int Outcomes);
