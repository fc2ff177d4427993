using System.Diagnostics;
using System.Diagnostics.Metrics;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.Spend;

namespace SkRouter.Telemetry;

/// <summary>The router's meter. Labels are bounded: roles, models, deployments and outcomes, never runs or requests.</summary>
internal sealed class RouterMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _decision;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<double> _cost;
    private readonly Counter<double> _baseline;
    private readonly Counter<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;

    public RouterMetrics(Func<RouterModel> model, RouterBudgets budgets, IMeterFactory? factory)
    {
        _meter = factory?.Create(TelemetryNames.Source) ?? new Meter(TelemetryNames.Source);
        _decision = _meter.CreateHistogram<double>(
            TelemetryNames.DecisionDuration,
            "s",
            "From the call to the first attempt: what routing itself takes."
        );
        _attempts = _meter.CreateCounter<long>(
            TelemetryNames.Attempts,
            "{attempt}",
            "Attempts by deployment and outcome."
        );
        _fallbacks = _meter.CreateCounter<long>(
            TelemetryNames.Fallbacks,
            "{round_trip}",
            "Round trips that another deployment answered than the first that was tried."
        );
        _cost = _meter.CreateCounter<double>(TelemetryNames.Cost, "USD", "What was spent.");
        _baseline = _meter.CreateCounter<double>(
            TelemetryNames.BaselineCost,
            "USD",
            "What always using the role's strongest model would have cost."
        );
        _tokens = _meter.CreateCounter<long>(
            TelemetryNames.Tokens,
            "{token}",
            "What was consumed: input (without what was read from or written to a cache), cache_read, cache_write, output (without reasoning), reasoning."
        );
        _duration = _meter.CreateHistogram<double>(
            TelemetryNames.Duration,
            "s",
            "From the call to the end of its answer, over every attempt and wait."
        );
        _firstToken = _meter.CreateHistogram<double>(
            TelemetryNames.TimeToFirstToken,
            "s",
            "From the call to the first piece of a streamed answer."
        );
        _meter.CreateObservableGauge(
            TelemetryNames.CircuitState,
            () => States(model),
            description: "0 available, 1 returning, 2 probe due, 3 cooling down, 4 circuit open, 5 busy, 6 drained."
        );
        _meter.CreateObservableGauge(
            TelemetryNames.BudgetRemaining,
            () => Remaining(budgets),
            "USD",
            "What is left of each budget that is configured by name, as last seen by this process."
        );
    }

    /// <summary>Whether anybody listens.</summary>
    public bool Enabled => _decision.Enabled || _attempts.Enabled || _cost.Enabled;

    public void Decided(ModelInvocationContext context, TimeSpan elapsed) =>
        _decision.Record(
            elapsed.TotalSeconds,
            new KeyValuePair<string, object?>(TelemetryNames.Role, context.Role)
        );

    public void Settled(DecisionRecord record)
    {
        foreach (var attempt in record.Attempts)
        {
            var tags = new TagList
            {
                { TelemetryNames.Role, record.Role },
                { TelemetryNames.Deployment, attempt.Deployment },
                { TelemetryNames.Outcome, attempt.Outcome.ToString() },
            };
            _attempts.Add(1, tags);
        }

        var role = new KeyValuePair<string, object?>(TelemetryNames.Role, record.Role);
        var served = new KeyValuePair<string, object?>(TelemetryNames.ResponseModel, record.Model);
        if (record.FellBack)
        {
            _fallbacks.Add(1, role, served);
        }

        Time(record, role);
        Count(record.Usage, role, served);

        // Telemetry's numbers are doubles by its own interface; the books are kept in decimals elsewhere.
        if (record.CostUsd is { } cost)
        {
            _cost.Add((double)cost, role, served);
        }

        if (record.BaselineUsd is { } baseline)
        {
            _baseline.Add((double)baseline, role, served);
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Time(DecisionRecord record, KeyValuePair<string, object?> role)
    {
        _duration.Record(
            record.Duration.TotalSeconds,
            role,
            new(TelemetryNames.Outcome, record.Outcome.ToString())
        );
        if (record.TimeToFirstToken is { } first)
        {
            _firstToken.Record(first.TotalSeconds, role);
        }
    }

    private void Count(
        TokenUsage usage,
        KeyValuePair<string, object?> role,
        KeyValuePair<string, object?> served
    )
    {
        if (!_tokens.Enabled)
        {
            return;
        }

        Add("input", usage.InputTokens - usage.CacheReadTokens - usage.CacheWriteTokens);
        Add("cache_read", usage.CacheReadTokens);
        Add("cache_write", usage.CacheWriteTokens);
        Add("output", usage.OutputTokens - usage.ReasoningTokens);
        Add("reasoning", usage.ReasoningTokens);

        void Add(string type, long tokens)
        {
            if (tokens > 0)
            {
                _tokens.Add(tokens, role, served, new(TelemetryNames.TokenType, type));
            }
        }
    }

    private static IEnumerable<Measurement<double>> Remaining(RouterBudgets budgets) =>
        budgets.Remaining.Select(left => new Measurement<double>(
            (double)left.Value,
            new(TelemetryNames.BudgetScope, left.Key.Scope.Kind.ToString()),
            new(TelemetryNames.BudgetName, left.Key.Scope.Name),
            new(TelemetryNames.BudgetWindow, left.Key.Window.ToString())
        ));

    private static IEnumerable<Measurement<int>> States(Func<RouterModel> model) =>
        model()
            .Catalog.All.Select(deployment => new Measurement<int>(
                (int)deployment.Health.Read().State,
                new KeyValuePair<string, object?>(TelemetryNames.Deployment, deployment.Key)
            ));
}
