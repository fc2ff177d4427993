using System.Collections.Concurrent;

namespace SkRouter.Catalog;

/// <summary>How much a model usually writes for a role: a moving average of its output, for the expected cost.</summary>
internal sealed class Verbosity
{
    /// <summary>Answers after which a model's own length is known.</summary>
    private const int Enough = 5;

    private const double Unknown = 400;
    private const double Weight = 0.1;

    private readonly ConcurrentDictionary<(string Model, string Role), Average> _averages = new();
    private readonly ConcurrentDictionary<string, Average> _roles = new(StringComparer.Ordinal);

    public double Of(string model, string role) =>
        _averages.TryGetValue((model, role), out var average) ? average.Tokens : Unknown;

    /// <summary>
    /// The lengths by which several models can be compared: each one's own if all of them are known, else for all of them the role's. A length that was
    /// learned for one and assumed for another would make the one that was never asked look expensive, so that it never would be.
    /// </summary>
    public Func<string, double> ToCompare(IEnumerable<string> models, string role)
    {
        if (models.All(model => IsKnown(model, role)))
        {
            return model => Of(model, role);
        }

        var shared = _roles.TryGetValue(role, out var average) ? average.Tokens : Unknown;
        return _ => shared;
    }

    public void Add(string model, string role, long outputTokens)
    {
        Add(_averages, (model, role), outputTokens);
        Add(_roles, role, outputTokens);
    }

    private bool IsKnown(string model, string role) =>
        _averages.TryGetValue((model, role), out var average) && average.Answers >= Enough;

    private static void Add<TKey>(
        ConcurrentDictionary<TKey, Average> averages,
        TKey key,
        double outputTokens
    )
        where TKey : notnull =>
        averages.AddOrUpdate(
            key,
            static (_, tokens) => new(tokens, 1),
            static (_, average, tokens) =>
                new(average.Tokens + (Weight * (tokens - average.Tokens)), average.Answers + 1),
            outputTokens
        );

    private sealed record Average(double Tokens, int Answers);
}
