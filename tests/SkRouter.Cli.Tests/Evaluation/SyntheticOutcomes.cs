namespace SkRouter.Cli.Tests.Evaluation;

/// <summary>Rows by arithmetic, so that any program can make the same ones.</summary>
internal static class SyntheticOutcomes
{
    private const int Rows = 53;

    internal static (double Score, double Strong, double Weak)[] Hard() =>
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(i => (Score(i), i * 7 % 10 < 8 ? 1.0 : 0, i * 3 % 10 < 5 ? 1.0 : 0)),
        ];

    internal static (double Score, double Strong, double Weak)[] Soft() =>
        [.. Enumerable.Range(0, Rows).Select(i => (Score(i), i * 7 % 10 / 9.0, i * 3 % 10 / 18.0))];

    internal static (double Score, double Gain)[] Gains() =>
        [.. Hard().Select(p => (p.Score, p.Strong - p.Weak))];

    internal static (double Score, double Gain)[] SoftGains() =>
        [.. Soft().Select(p => (p.Score, p.Strong - p.Weak))];

    private static double Score(int i) => i * 29 % Rows / (double)Rows;
}
