namespace SkRouter.Checking;

/// <summary>How a piece of work is checked and started again.</summary>
public sealed class CheckedWorkOptions
{
    /// <summary>Gets the checks of the result; all of them must pass. Those of the role come first.</summary>
    public IList<IResultCheck> Checks { get; } = [];

    /// <summary>Gets or sets what all attempts may cost together, in USD; null for what the run around it may. An attempt that does not fit is not begun, or ends.</summary>
    public decimal? BudgetUsd { get; set; }

    /// <summary>Gets or sets the most attempts; null for one on each model of the role.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaxAttempts
    {
        get;
        set
        {
            if (value is < 1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value),
                    value,
                    "There must be at least one attempt."
                );
            }

            field = value;
        }
    }

    /// <summary>
    /// Gets or sets what is called with an attempt whose result failed, before the work starts again: undo what it did, or note it. Where this throws, the work is not
    /// started again.
    /// </summary>
    public Func<WorkAttempt, CancellationToken, ValueTask>? OnDiscarded { get; set; }
}
