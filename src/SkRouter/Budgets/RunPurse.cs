namespace SkRouter.Budgets;

/// <summary>
/// The money of a run, or of a slice of one. A purse with a limit has that much set aside in the one above it; one without a limit pays
/// from the one above. All purses of a tree share one lock.
/// </summary>
internal sealed class RunPurse
{
    private const decimal LastAnswerShare = 0.1m;
    private static readonly int[] ToldAt = [2, 5, 10];

    private readonly Lock _gate;
    private readonly RunPurse? _above;
    private readonly CostTrend _trend = new();
    private readonly HashSet<string> _lastAnswers = new(StringComparer.Ordinal);
    private decimal _spent;
    private decimal _held;
    private decimal _setAside;
    private bool _closed;
    private int _told = int.MaxValue;

    private RunPurse(RunPurse? above, decimal? limitUsd, OnExhausted onExhausted)
    {
        _above = above;
        _gate = above?._gate ?? new();
        LimitUsd = limitUsd;
        OnExhausted = onExhausted;
    }

    public decimal? LimitUsd { get; }

    public OnExhausted OnExhausted { get; }

    public bool IsOpen => Locked(static purse => !purse._closed);

    public decimal SpentUsd => Locked(static purse => purse._spent);

    /// <summary>What can still be held; null if nothing limits it.</summary>
    public decimal? RemainingUsd =>
        Locked(static purse => purse.Payer is { } payer ? Math.Max(0, payer.Left) : (decimal?)null);

    public int RoundTrips => Locked(static purse => purse._trend.Count);

    /// <summary>The round trip, counted from 1, that is expected not to fit; null if that cannot be said.</summary>
    public int? ExceedsNear =>
        Locked(static purse =>
            purse.LimitUsd is null ? null : purse._trend.Exceeds(Math.Max(0, purse.Left))
        );

    /// <summary>The limit that applies, and how it stands; null if there is none.</summary>
    public (decimal LimitUsd, decimal SpentUsd, decimal ReservedUsd)? Standing =>
        Locked<(decimal, decimal, decimal)?>(static purse =>
            purse.Payer is { } payer
                ? (payer.LimitUsd!.Value, payer._spent, payer._held + payer._setAside)
                : null
        );

    /// <summary>Whose limit applies: its own, else the next one above.</summary>
    private RunPurse? Payer => LimitUsd is not null ? this : _above?.Payer;

    private decimal HeldBack =>
        OnExhausted is OnExhausted.LastAnswer && !_closed ? LimitUsd!.Value * LastAnswerShare : 0;

    /// <summary>Without what is kept for last answers. One that is closed has given back what it had.</summary>
    private decimal Left => _closed ? 0 : LimitUsd!.Value - _spent - _held - _setAside - HeldBack;

    /// <returns>The purse; null if what is above has not that much left.</returns>
    public static RunPurse? Open(RunPurse? above, decimal? limitUsd, OnExhausted onExhausted)
    {
        var purse = new RunPurse(above, limitUsd, onExhausted);
        if (above is null || limitUsd is not { } limit)
        {
            return purse;
        }

        lock (purse._gate)
        {
            if (above.Payer is { } payer && payer.Left < limit)
            {
                return null;
            }

            above.SetAside(limit);
            return purse;
        }
    }

    /// <summary>What a last answer may cost.</summary>
    public decimal LeftForLastAnswer =>
        Locked(static purse => purse.Payer is { } payer ? payer.Left + payer.HeldBack : 0);

    /// <summary>Holds between the least, below which it is of no use, and the most, above which it is not needed.</summary>
    /// <returns>USD; null if it is not enough.</returns>
    public decimal? TryHold(decimal least, decimal most)
    {
        lock (_gate)
        {
            return Hold(least, most, Payer?.Left);
        }
    }

    /// <summary>Holds for a last answer, also from what is kept for that.</summary>
    /// <returns>USD; null if it is not enough.</returns>
    public decimal? TryHoldLast(decimal usd)
    {
        lock (_gate)
        {
            return Hold(usd, usd, Payer is { } payer ? payer.Left + payer.HeldBack : null);
        }
    }

    /// <summary>Ends a hold with what was really spent.</summary>
    public void Settle(decimal heldUsd, decimal costUsd)
    {
        lock (_gate)
        {
            for (var purse = this; purse is not null; purse = purse.Paying())
            {
                purse._held -= heldUsd;
                purse._spent += costUsd;
                purse._trend.Add(costUsd);
                if (purse.LimitUsd is not null)
                {
                    purse._above?.PaidBelow(costUsd, purse._closed ? heldUsd : costUsd);
                }
            }
        }
    }

    /// <summary>Ends a hold that nothing was done with.</summary>
    public void Release(decimal heldUsd)
    {
        lock (_gate)
        {
            for (var purse = this; purse is not null; purse = purse.Paying())
            {
                purse._held -= heldUsd;
                if (purse is { LimitUsd: not null, _closed: true })
                {
                    purse._above?.SetAside(-heldUsd);
                }
            }
        }
    }

    /// <summary>The forecast, if it is time to tell it: when ten, five and two round trips are left.</summary>
    public int? NextForecast()
    {
        lock (_gate)
        {
            if (
                LimitUsd is null
                || _trend.Exceeds(Math.Max(0, Left)) is not { } roundTrip
                || Array.Find(ToldAt, step => roundTrip - 1 - _trend.Count <= step)
                    is not (> 0 and var due)
                || due >= _told
            )
            {
                return null;
            }

            _told = due;
            return roundTrip;
        }
    }

    /// <summary>Whether an agent may have its one last answer now.</summary>
    public bool TakeLastAnswer(string agent)
    {
        lock (_gate)
        {
            return Payer is { OnExhausted: OnExhausted.LastAnswer } payer
                && payer._lastAnswers.Add(agent);
        }
    }

    /// <summary>Gives back what is left. What is still held goes back as it is settled.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _closed = true;
                if (LimitUsd is { } limit)
                {
                    _above?.SetAside(-(limit - _spent - _held - _setAside));
                }
            }
        }
    }

    private decimal? Hold(decimal least, decimal most, decimal? left)
    {
        if (left < least)
        {
            return null;
        }

        var held = left < most ? left.Value : most;
        for (var purse = this; purse is not null; purse = purse.Paying())
        {
            purse._held += held;
        }

        return held;
    }

    /// <summary>The next purse that a payment of this one is a payment of too: none above its own limit.</summary>
    private RunPurse? Paying() => LimitUsd is null ? _above : null;

    private void SetAside(decimal usd)
    {
        _setAside += usd;
        if (LimitUsd is null || _closed)
        {
            _above?.SetAside(usd);
        }
    }

    private void PaidBelow(decimal costUsd, decimal freedUsd)
    {
        _setAside -= freedUsd;
        _spent += costUsd;
        _trend.Add(costUsd);
        var freedAbove = LimitUsd is null || _closed ? freedUsd : costUsd;
        _above?.PaidBelow(costUsd, freedAbove);
    }

    private T Locked<T>(Func<RunPurse, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
