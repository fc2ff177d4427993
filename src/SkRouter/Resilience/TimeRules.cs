using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>The times that hold where neither role nor deployment says, as limits that are made once.</summary>
internal sealed class TimeRules(TimeOptions options)
{
    private const string Default = "default";
    private const string DefaultReasoning = "default, the model reasons";

    public static readonly TimeRules Defaults = new(new());

    private readonly TimeLimit _firstToken = new(options.TimeToFirstToken, Default);

    private readonly TimeLimit _reasoningFirstToken = new(
        options.ReasoningTimeToFirstToken,
        DefaultReasoning
    );

    private readonly TimeLimit _total = new(options.Total, Default);
    private readonly TimeLimit _reasoningTotal = new(options.ReasoningTotal, DefaultReasoning);

    /// <summary>From this many answers on a deployment's own times count.</summary>
    public int LearnFrom { get; } = options.LearnFrom > 0 ? options.LearnFrom : int.MaxValue;

    public TimeLimit FirstToken(bool reasons) => reasons ? _reasoningFirstToken : _firstToken;

    public TimeLimit Total(bool reasons) => reasons ? _reasoningTotal : _total;

    public TimeSpan RoundTrip(bool reasons) =>
        reasons ? options.ReasoningRoundTrip : options.RoundTrip;

    /// <summary>What a deployment is held to that usually begins within a time.</summary>
    /// <param name="percentile">The 95th percentile of its times to first token.</param>
    /// <param name="answers">Of how many answers.</param>
    /// <param name="reasons">Whether they were answers of a model that reasons.</param>
    public TimeLimit Learned(TimeSpan percentile, int answers, bool reasons)
    {
        var shortest = reasons ? options.ShortestLearnedReasoning : options.ShortestLearned;
        var longest = reasons ? options.LongestLearnedReasoning : options.LongestLearned;
        var learned = percentile * options.LearnedFactor;
        var because = FormattableString.Invariant(
            $"{options.LearnedFactor:0.##} x p95 of {answers} answers"
        );
        return learned < shortest ? new(shortest, $"{because}, at least this")
            : learned > longest ? new(longest, $"{because}, at most this")
            : new(learned, because);
    }

    /// <summary>A limit with what a long prompt adds to it.</summary>
    public TimeLimit ForInput(TimeLimit limit, long tokens)
    {
        const long Each = 10_000;
        if (tokens < Each || options.FirstTokenPerTenThousandInput <= TimeSpan.Zero)
        {
            return limit;
        }

        var more = options.FirstTokenPerTenThousandInput * (tokens / Each);
        return new(
            limit.Value + more,
            FormattableString.Invariant(
                $"{limit.Text} and {more.TotalSeconds:0.###} s for about {tokens} tokens of input"
            )
        );
    }
}
