namespace SkRouter.Simulator.Serving;

/// <summary>What every body and every event of one answer begins with.</summary>
internal readonly record struct CompletionHead(string Id, long Created, string Model)
{
    public const string Fingerprint = "fp_simulator";
    public const string ServiceTier = "default";
}
