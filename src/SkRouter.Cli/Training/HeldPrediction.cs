namespace SkRouter.Cli.Training;

/// <summary>A prediction for a row that was not learned from.</summary>
/// <param name="LogOdds">The prediction.</param>
/// <param name="Target">What happened.</param>
/// <param name="Weight">How much the row counts.</param>
internal readonly record struct HeldPrediction(double LogOdds, double Target, double Weight);
