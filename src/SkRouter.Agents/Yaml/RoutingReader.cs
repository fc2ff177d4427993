using SkRouter.Resilience;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads the routing of a role.</summary>
internal static class RoutingReader
{
    private static readonly string[] Lists = ["prefer", "simple", "complex", "tiers"];

    public static RoleRouting? Read(YamlMap role)
    {
        if (!role.Has("routing"))
        {
            role.Report(
                role.Node,
                "'routing' is missing",
                "say which models the role may use, e.g. 'routing: {prefer: [strong]}'"
            );
            return null;
        }

        if (role.Map("routing") is not { } map)
        {
            return null;
        }

        CheckCandidates(map);
        var prefer = Models(map, "prefer");
        var simple = Models(map, "simple");
        var complex = Models(map, "complex");
        var tiers = TierReader.Read(map);
        return new()
        {
            Prefer = prefer,
            Simple = simple,
            Complex = complex,
            Tiers = tiers,
            FallBackTo = FallBackTo(
                map,
                [
                    .. prefer,
                    .. simple,
                    .. complex,
                    .. tiers.Values.SelectMany(static tier => tier.Models),
                ]
            ),
            OnContextTooLong = Models(map, "onContextTooLong"),
            OnContentFiltered = Models(map, "onContentFiltered"),
            ComplexFrom = map.Number("complexFrom"),
            MaxFallbacks = map.WholeNumber("maxFallbacks"),
            Policy = map.Text("policy", "write e.g. 'policy: CheapestAdequate(0.8)'"),
            Floor = map.Text("floor", "name a model"),
            Ceiling = map.Text("ceiling", "name a model"),
            Checks = [.. map.Names("checks", "check").Select(check => check.Text)],
            ResultChecks = [.. map.Names("resultChecks", "check").Select(check => check.Text)],
            CommitOn = map.Word("commitOn") is "completion" ? CommitOn.Completion : null,
            Continue = map.OptionalFlag("continue"),
            Hedge = map.Flag("hedge"),
            TimeToFirstToken = Seconds(map, "firstTokenSeconds"),
            Stall = Seconds(map, "stallSeconds"),
            Attempt = Seconds(map, "attemptSeconds"),
            Deadline = Seconds(map, "deadlineSeconds"),
            Retries = map.WholeNumber("retries"),
            Budget = BudgetReader.Read(map),
            Priority = map.WholeNumber("priority"),
            EscalateWithin = map.Number("escalateWithin"),
            Loops = LoopReader.Read(map),
        };
    }

    private static TimeSpan? Seconds(YamlMap map, string key) =>
        map.Number(key) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static List<string> Models(YamlMap map, string key) =>
        [.. map.Names(key, "model").Select(model => model.Text)];

    private static List<string> FallBackTo(YamlMap map, IReadOnlyCollection<string> earlier)
    {
        var models = map.Names("fallBackTo", "model");
        foreach (var (text, node) in models)
        {
            if (earlier.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                map.Report(
                    node,
                    $"'fallBackTo' names '{YamlMap.Shown(text)}', which would fall back to itself",
                    "name another model"
                );
            }
        }

        return [.. models.Select(model => model.Text)];
    }

    private static void CheckCandidates(YamlMap map)
    {
        var twoTiers = map.Has("simple") || map.Has("complex");
        if (!Lists.Any(map.Has) && !map.Has("policy") && !map.HasUnknownKey)
        {
            map.Report(
                map.Node,
                "'routing' names no model",
                "add 'prefer', or 'simple' and 'complex', or 'tiers', or a 'policy' that chooses among all models"
            );
        }

        if (
            map.Has("prefer")
            && Lists.FirstOrDefault(key => key != "prefer" && map.Has(key)) is { } key
        )
        {
            map.Report(
                map.Value(key)!,
                $"'{key}' stands beside 'prefer'",
                "use 'prefer' alone, or 'simple' with 'complex', or 'tiers'"
            );
        }
        else if (map.Has("tiers") && twoTiers)
        {
            map.Report(
                map.Value("tiers")!,
                "'tiers' stands beside 'simple' and 'complex'",
                "keep one of them"
            );
        }
        else if (twoTiers && !(map.Has("simple") && map.Has("complex")))
        {
            var (has, lacks) = map.Has("simple") ? ("simple", "complex") : ("complex", "simple");
            map.Report(
                map.Value(has)!,
                $"'{has}' stands without '{lacks}'",
                $"add '{lacks}', or use 'prefer'"
            );
        }

        if (map.Has("complexFrom") && !twoTiers)
        {
            map.Report(
                map.Value("complexFrom")!,
                "'complexFrom' needs 'simple' and 'complex'",
                "add them, or remove it"
            );
        }
    }
}
