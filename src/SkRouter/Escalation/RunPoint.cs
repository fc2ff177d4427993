namespace SkRouter.Escalation;

/// <summary>A run at one point: before a round trip, or at its end.</summary>
/// <param name="Vector">Its signals as <see cref="SignalVector"/> gives them.</param>
/// <param name="Stretch">The part of the run that the point lies in.</param>
internal readonly record struct RunPoint(float[] Vector, int Stretch)
{
    internal static RunPoint Of(in RunSignals signals) =>
        new(SignalVector.Of(signals), SignalVector.StretchOf(signals));
}
