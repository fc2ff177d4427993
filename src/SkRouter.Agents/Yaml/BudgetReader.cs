using SkRouter.Budgets;
using SkRouter.DependencyInjection;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads what a role may spend.</summary>
internal static class BudgetReader
{
    public static BudgetOptions? Read(YamlMap routing)
    {
        if (routing.Map("budget") is not { } map)
        {
            return null;
        }

        if (!map.Has("usd"))
        {
            map.Report(map.Node, "'usd' is missing", "say how much, e.g. 'usd: 5'");
        }

        if (map.Has("per") && map.Has("rollingHours"))
        {
            map.Report(
                map.Value("rollingHours")!,
                "'rollingHours' stands beside 'per'",
                "keep one of the two"
            );
        }

        return new()
        {
            Usd = (decimal?)map.Number("usd"),
            Per = map.Word("per") is { } period
                ? Enum.Parse<Period>(period, ignoreCase: true)
                : null,
            Rolling = map.Number("rollingHours") is { } hours ? TimeSpan.FromHours(hours) : null,
            TimeZone = TimeZone(map),
            Action = map.Word("action") is { } action
                ? Enum.Parse<BudgetAction>(action, ignoreCase: true)
                : BudgetAction.Refuse,
            Shadow = map.Flag("shadow"),
        };
    }

    private static string? TimeZone(YamlMap map)
    {
        const string Fix = "write e.g. 'timeZone: Europe/Berlin'";
        if (map.Text("timeZone", Fix) is not { } zone)
        {
            return null;
        }

        if (!map.Has("per"))
        {
            map.Report(map.Value("timeZone")!, "'timeZone' needs 'per'", "add 'per', or remove it");
        }
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            map.Report(
                map.Value("timeZone")!,
                $"there is no time zone '{YamlMap.Shown(zone)}'",
                Fix
            );
        }

        return zone;
    }
}
