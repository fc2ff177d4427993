namespace SkRouter.Budgets;

/// <summary>A run will soon be out of money.</summary>
/// <param name="run">The run, or the slice of it that an agent has.</param>
/// <param name="roundTrip">The round trip that is expected not to fit any more, counted from 1.</param>
public sealed class RunForecastEventArgs(RouterRun run, int roundTrip) : EventArgs
{
    /// <summary>The run, or the slice of it that an agent has.</summary>
    public RouterRun Run { get; } = run;

    /// <summary>The round trip that is expected not to fit any more, counted from 1.</summary>
    public int RoundTrip { get; } = roundTrip;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Run} exceeds {Run.BudgetUsd} USD near round trip {RoundTrip}"
        );
}
