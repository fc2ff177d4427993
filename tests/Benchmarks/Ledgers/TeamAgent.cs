namespace SkRouter.Benchmarks.Ledgers;

/// <summary>One agent of a team.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it asks for.</param>
/// <param name="Share">How often it asks, as a part of all agents' shares.</param>
/// <param name="Models">How often each deployment serves it, by deployment.</param>
/// <param name="Input">Input tokens, typically.</param>
/// <param name="Output">Output tokens, typically.</param>
internal sealed record TeamAgent(
    string Name,
    string Role,
    double Share,
    IReadOnlyList<double> Models,
    int Input,
    int Output
);
