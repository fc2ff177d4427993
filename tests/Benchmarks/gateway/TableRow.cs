namespace SkRouter.Benchmarks.Gateway;

/// <summary>A server's figures.</summary>
internal sealed record TableRow(string Name, IReadOnlyList<double> Figures);
