namespace SkRouter.Pipeline;

/// <summary>How long a round trip may wait for candidates to come back.</summary>
/// <param name="LongestTotal">In all.</param>
/// <param name="OutageToo">Outages are waited out too, until the deadline.</param>
internal readonly record struct WaitingRules(TimeSpan LongestTotal, bool OutageToo);
