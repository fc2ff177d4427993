using System.Globalization;
using SkRouter.Cli.Commands.Route;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>Finds what the recorded models charge: as <c>--price model=in/out</c> says, else as the configuration does.</summary>
internal static class ReplayPrices
{
    /// <exception cref="CommandException">A price cannot be read, names no recorded model, or too few models have one.</exception>
    public static IReadOnlyList<ReplayModel> Find(
        IReadOnlyList<RecordedOutcome> outcomes,
        IReadOnlyList<string> stated,
        string? config
    )
    {
        string[] recorded =
        [
            .. outcomes
                .SelectMany(outcome => outcome.Scores.Keys)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];
        var models = new Dictionary<string, ReplayModel>(StringComparer.OrdinalIgnoreCase);
        if (config is not null)
        {
            AddConfigured(config, recorded, models);
        }

        foreach (var text in stated)
        {
            var (name, input, output) = Parse(text);
            var known =
                Array.Find(
                    recorded,
                    model => model.Equals(name, StringComparison.OrdinalIgnoreCase)
                )
                ?? throw new CommandException(
                    $"--price names '{name}', but the outcomes have no such model. They have: {string.Join(", ", recorded)}."
                );
            models[known] = new(
                known,
                new()
                {
                    Input = input,
                    Output = output,
                    CacheRead = input,
                    CacheWrite = input,
                    Version = "command line",
                },
                models.GetValueOrDefault(known)?.Ability
            );
        }

        return models.Count > 1
            ?
            [
                .. models
                    .Values.OrderBy(model => model.Price.Output)
                    .ThenBy(model => model.Price.Input),
            ]
            : throw new CommandException(
                $"a replay needs the prices of at least two of the recorded models, in USD per million tokens: {string.Join(' ', recorded.Select(model => $"--price {model}=IN/OUT"))}, or --config with deployments that serve them."
            );
    }

    private static void AddConfigured(
        string config,
        string[] recorded,
        Dictionary<string, ReplayModel> models
    )
    {
        using var configured = ConfiguredRouter.Load(config);
        foreach (var name in recorded)
        {
            var deployment = configured.Router.Deployments.FirstOrDefault(deployment =>
                deployment.Model.Equals(name, StringComparison.OrdinalIgnoreCase)
                || deployment.Key.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
            if (deployment?.Price is { } price)
            {
                models[name] = new(name, price, deployment.Options.Ability);
            }
        }
    }

    // The name may itself contain '=' or '/', as in "org/model"; a price cannot.
    private static (string Name, decimal Input, decimal Output) Parse(string text)
    {
        var equals = text.LastIndexOf('=');
        var parts = equals < 1 ? [] : text[(equals + 1)..].Split('/');
        return parts.Length == 2 && Price(parts[0]) is { } input && Price(parts[1]) is { } output
            ? (text[..equals], input, output)
            : throw new CommandException(
                $"--price is '{text}', but must be model=IN/OUT in USD per million tokens, e.g. gpt-4o=2.5/10."
            );
    }

    private static decimal? Price(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var price)
        && price is >= 0 and < 1_000_000
            ? price
            : null;
}
