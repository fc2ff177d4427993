using SkRouter.DependencyInjection;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads the tiers that a role has under names of its own.</summary>
internal static class TierReader
{
    /// <summary>The tiers by their names, and where their models are named.</summary>
    public static IReadOnlyDictionary<string, TierOptions> Read(YamlMap routing)
    {
        var tiers = new Dictionary<string, TierOptions>(StringComparer.OrdinalIgnoreCase);
        var begins = new Dictionary<double, string>();
        foreach (var (name, key, value) in OwnNames.Of(routing, "tiers", "tier"))
        {
            if (OwnNames.Under(routing, "tiers", name, value) is not { } map)
            {
                continue;
            }

            if (!map.Has("models") && !map.HasUnknownKey)
            {
                map.Report(
                    key,
                    $"the tier '{YamlMap.Shown(name)}' has no models",
                    "add e.g. 'models: [strong]'"
                );
            }

            var tier = new TierOptions { From = map.Number("from") ?? 0 };
            foreach (var (model, _) in map.Names("models", "model"))
            {
                tier.Models.Add(model);
            }

            if (!begins.TryAdd(tier.From, name))
            {
                map.Report(
                    map.Value("from") ?? key,
                    FormattableString.Invariant(
                        $"the tiers '{YamlMap.Shown(begins[tier.From])}' and '{YamlMap.Shown(name)}' both begin at {tier.From}"
                    ),
                    "give one of them another 'from', 0 to 1"
                );
            }

            tiers[name] = tier;
        }

        CheckBeginning(routing, tiers);
        return tiers;
    }

    private static void CheckBeginning(YamlMap routing, Dictionary<string, TierOptions> tiers)
    {
        if (tiers.Count == 0 || tiers.Values.Any(static tier => tier.From <= 0))
        {
            return;
        }

        var lowest = tiers.MinBy(static tier => tier.Value.From);
        routing.Report(
            routing.Value("tiers")!,
            "no tier begins at 0: the easiest tasks would have no candidates",
            $"write 'from: 0' in '{YamlMap.Shown(lowest.Key)}', or leave its 'from' out"
        );
    }
}
