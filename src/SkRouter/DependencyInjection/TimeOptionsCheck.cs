namespace SkRouter.DependencyInjection;

/// <summary>Finds times that are out of range.</summary>
internal static class TimeOptionsCheck
{
    public static void Check(TimeOptions times, List<string> faults)
    {
        const string Place = nameof(SkRouterOptions.Times);
        (string Name, TimeSpan Value)[] positive =
        [
            (nameof(times.TimeToFirstToken), times.TimeToFirstToken),
            (nameof(times.ReasoningTimeToFirstToken), times.ReasoningTimeToFirstToken),
            (nameof(times.RoundTrip), times.RoundTrip),
            (nameof(times.ReasoningRoundTrip), times.ReasoningRoundTrip),
            (nameof(times.ShortestLearned), times.ShortestLearned),
            (nameof(times.ShortestLearnedReasoning), times.ShortestLearnedReasoning),
        ];
        foreach (var (name, value) in positive)
        {
            OptionsCheck.Positive(value, $"{Place}: {name}", faults);
        }

        OptionsCheck.Lasts(
            times.Total,
            OptionsCheck.ShortestTotal,
            $"{Place}: {nameof(times.Total)}",
            faults
        );
        OptionsCheck.Lasts(
            times.ReasoningTotal,
            OptionsCheck.ShortestTotal,
            $"{Place}: {nameof(times.ReasoningTotal)}",
            faults
        );
        OptionsCheck.Lasts(
            times.LongestLearned,
            times.ShortestLearned,
            $"{Place}: {nameof(times.LongestLearned)}",
            faults
        );
        OptionsCheck.Lasts(
            times.LongestLearnedReasoning,
            times.ShortestLearnedReasoning,
            $"{Place}: {nameof(times.LongestLearnedReasoning)}",
            faults
        );
        OptionsCheck.NotNegative(
            times.FirstTokenPerTenThousandInput,
            $"{Place}: {nameof(times.FirstTokenPerTenThousandInput)}",
            faults
        );
        OptionsCheck.AtLeast(times.LearnFrom, 0, $"{Place}: {nameof(times.LearnFrom)}", faults);
        if (!(times.LearnedFactor >= 1 && times.LearnedFactor <= 1_000))
        {
            faults.Add(
                FormattableString.Invariant(
                    $"{Place}: {nameof(times.LearnedFactor)} is {times.LearnedFactor}, but must be between 1 and 1000"
                )
            );
        }
    }
}
