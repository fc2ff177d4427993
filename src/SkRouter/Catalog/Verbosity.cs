using System.Collections.Concurrent;

namespace SkRouter.Catalog;

/// <summary>How much a model usually writes for a role: a moving average of its output, for the expected cost.</summary>
internal sealed class Verbosity
{
    private const double Unknown = 400;
    private const double Weight = 0.1;

    private readonly ConcurrentDictionary<(string Model, string Role), double> _averages = new();

    public double Of(string model, string role) =>
        _averages.TryGetValue((model, role), out var average) ? average : Unknown;

    public void Add(string model, string role, long outputTokens) =>
        _averages.AddOrUpdate(
            (model, role),
            static (_, tokens) => tokens,
            static (_, average, tokens) => average + (Weight * (tokens - average)),
            (double)outputTokens
        );
}
