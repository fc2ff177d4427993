using SkRouter.Budgets;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads what a team may spend.</summary>
internal static class TeamBudgetReader
{
    /// <param name="limits">The team's limits.</param>
    /// <param name="members">The team's members.</param>
    /// <param name="sliced">Is told of every member that has a slice, and where.</param>
    public static TeamBudget? Read(
        YamlMap limits,
        IReadOnlyList<string> members,
        Action<string, DefinitionPlace> sliced
    )
    {
        if (limits.Map("budget") is not { } map)
        {
            return null;
        }

        if (!map.Has("usd"))
        {
            map.Report(map.Node, "'usd' is missing", "say how much, e.g. 'usd: 2'");
        }

        var usd = (decimal?)map.Number("usd");
        var onExhausted = map.Word("onExhausted") is "lastAnswer"
            ? OnExhausted.LastAnswer
            : OnExhausted.Refuse;
        var slices = ReadSlices(map, members, sliced);
        CheckSum(map, usd, onExhausted, slices.Values.Sum());
        return new(usd ?? 0) { OnExhausted = onExhausted, Slices = slices };
    }

    private static void CheckSum(YamlMap map, decimal? usd, OnExhausted onExhausted, decimal sum)
    {
        var lastAnswers = onExhausted is OnExhausted.LastAnswer;
        if (usd * (lastAnswers ? 0.9m : 1) < sum)
        {
            map.Report(
                map.Value("slices")!,
                FormattableString.Invariant(
                    $"the slices come to {sum}, more than {(lastAnswers ? "nine tenths of " : "")}the budget's {usd}"
                ),
                lastAnswers
                    ? "lower them, or raise 'usd': a tenth of it is kept for last answers"
                    : FormattableString.Invariant($"lower them, or write 'usd: {sum}' or more")
            );
        }
    }

    private static Dictionary<string, decimal> ReadSlices(
        YamlMap map,
        IReadOnlyList<string> members,
        Action<string, DefinitionPlace> sliced
    )
    {
        var slices = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, key, value) in OwnNames.Of(map, "slices", "member"))
        {
            if (!members.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                map.Report(
                    key,
                    $"'{YamlMap.Shown(name)}' is no member of the team",
                    Spelling.Suggest(name, members)
                );
            }
            else if (map.Number(name, value, "slices") is { } usd)
            {
                slices[name] = (decimal)usd;
                sliced(name, FaultList.PlaceOf(map.File, key));
            }
        }

        return slices;
    }
}
