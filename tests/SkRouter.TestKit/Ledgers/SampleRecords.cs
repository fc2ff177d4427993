using System.Globalization;
using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Loops;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.TestKit.Ledgers;

/// <summary>Records as a busy team of agents leaves them, the same ones for the same seed.</summary>
public sealed class SampleRecords(int seed, DateTimeOffset begin, TimeSpan span)
{
    private static readonly string[] Agents =
    [
        "planner",
        "coder",
        "reviewer",
        "triage",
        "Ünïcode 'x'",
    ];
    private static readonly string[] Tenants = ["acme", "globex", "initech"];

    private static readonly Deployment[] Deployments =
    [
        Deployment("gpt-4o", "gpt-4o", "openai"),
        Deployment("gpt-4o-eu", "gpt-4o", "azure"),
        Deployment("claude", "claude-sonnet-4-5", "anthropic"),
        Deployment("local", "llama3", null),
    ];

    private readonly Random _random = new(seed);
    private int _count;

    /// <summary>Every how many round trips a new run begins, about.</summary>
    public int PerRun { get; init; } = 8;

    public IReadOnlyList<DecisionRecord> Take(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Next(begin + (span * _random.NextDouble())))];

    /// <summary>A round trip that began at a time.</summary>
    public DecisionRecord Next(DateTimeOffset startedAt)
    {
        var number = _count++;
        var agent = Agents[_random.Next(Agents.Length)];
        var served = _random.Next(12) == 0 ? null : Deployments[_random.Next(Deployments.Length)];
        var usage = served is null ? TokenUsage.None : Usage();
        var cost = served is null ? 0 : Money(usage);
        var attempts = Attempts(startedAt, served, usage, cost);
        var first =
            _random.Next(2) == 0 ? TimeSpan.FromTicks(_random.Next(90_000_000)) : (TimeSpan?)null;
        return new()
        {
            Id = $"trip-{number.ToString("x8", CultureInfo.InvariantCulture)}",
            StartedAt = startedAt,
            Duration = TimeSpan.FromTicks(_random.NextInt64(1_000, 600_000_000)),
            TimeToFirstToken = first,
            Role = agent is "coder" or "reviewer" ? "writer-of-code" : agent,
            Agent = agent,
            Run = $"run-{(number / PerRun).ToString(CultureInfo.InvariantCulture)}",
            Tenant = _random.Next(4) == 0 ? null : Tenants[_random.Next(Tenants.Length)],
            Streamed = first is not null,
            Profile = _random.Next(10) == 0 ? null : Profile(),
            Route = _random.Next(10) == 0 ? null : Route(),
            Attempts = attempts,
            Outcome = served is null ? RoundTripOutcome.Failed : RoundTripOutcome.Answered,
            Error = served is null ? RouterErrorCode.AllCandidatesFailed : null,
            Deployment = served?.Key,
            Model = served?.Model,
            Provider = served?.Provider,
            FellBack = served is not null && attempts[0].Deployment != served.Key,
            Usage = usage,
            CostUsd = _random.Next(20) == 0 ? null : cost,
            WorstCaseUsd = cost * 3,
            BaselineUsd = _random.Next(15) == 0 ? null : cost * 1.7m,
            PriceVersion = served is null ? null : "2026-11-01/4711",
            ToolCalls = _random.Next(5) == 0 ? ["Till-Charge", "search_logs"] : [],
            Loop = _random.Next(20) == 0 ? Loop() : null,
            Notes = _random.Next(5) == 0 ? ["the tool's schema was simplified", "second note"] : [],
            Tags = Tags(),
        };
    }

    private static Deployment Deployment(string key, string model, string? provider) =>
        new(key, model, new()) { Provider = provider };

    private LoopSighting Loop() =>
        new(LoopKind.Text, 3 + _random.Next(5), LoopStep.Block)
        {
            Tool = "search_logs",
            Withheld = ["search_logs"],
        };

    private TokenUsage Usage() => _random.Next(30) == 0 ? EveryCount() : UsualUsage();

    private TokenUsage EveryCount() =>
        TokenUsage.From([.. Enum.GetValues<UsageUnit>().Select(_ => (long)_random.Next(1, 1_000))]);

    private TokenUsage UsualUsage() =>
        new()
        {
            InputTokens = _random.Next(200_000),
            OutputTokens = _random.Next(8_000),
            CacheReadTokens = _random.Next(3) == 0 ? _random.Next(50_000) : 0,
            CacheWriteTokens = _random.Next(9) == 0 ? _random.Next(50_000) : 0,
            ReasoningTokens = _random.Next(5) == 0 ? _random.Next(4_000) : 0,
            WebSearches = _random.Next(30) == 0 ? 2 : 0,
            Estimated = _random.Next(40) == 0,
        };

    // Six decimals of a price per million tokens, and now and then one that was divided.
    private decimal Money(TokenUsage usage)
    {
        var cost =
            ((usage.InputTokens * 2.537719m) + (usage.OutputTokens * 10.000001m)) / 1_000_000m;
        return _random.Next(25) == 0 ? cost / 3 : cost;
    }

    private List<Attempt> Attempts(
        DateTimeOffset startedAt,
        Deployment? served,
        TokenUsage usage,
        decimal cost
    )
    {
        var attempts = new List<Attempt>();
        for (var i = served is null ? 2 : Math.Max(0, _random.Next(8) - 6); i > 0; i--)
        {
            var failed = Deployments[_random.Next(Deployments.Length)];
            attempts.Add(
                new()
                {
                    Deployment = failed.Key,
                    Model = failed.Model,
                    StartedAt = startedAt,
                    Duration = TimeSpan.FromMilliseconds(_random.Next(900)),
                    Outcome = AttemptOutcome.Failed,
                    FailureKind = FailureKind.RateLimited,
                    Status = 429,
                    Reason = "it says \"slow down\"\n(in two lines)",
                }
            );
        }

        if (served is not null)
        {
            attempts.Add(
                new()
                {
                    Deployment = served.Key,
                    Model = served.Model,
                    StartedAt = startedAt.AddMilliseconds(1),
                    Duration = TimeSpan.FromMilliseconds(_random.Next(9_000)),
                    Outcome = AttemptOutcome.Served,
                    TimeToFirstToken =
                        _random.Next(2) == 0 ? TimeSpan.FromMilliseconds(250.5) : null,
                    Usage = usage,
                    CostUsd = cost,
                    BilledUsd = _random.Next(6) == 0 ? cost * 1.01m : null,
                    ServiceTier = _random.Next(6) == 0 ? "flex" : null,
                    Region = _random.Next(9) == 0 ? "us" : null,
                    TimeLimit = _random.Next(3) == 0 ? "first token: 10 s (default)" : null,
                }
            );
        }

        return attempts;
    }

    private TaskProfile Profile() =>
        new()
        {
            Category = (TaskCategory)_random.Next(9),
            CategoryProbabilities = [.. Enumerable.Range(0, 9).Select(_ => _random.NextSingle())],
            Difficulty = _random.NextDouble(),
            CheapSuffices = _random.NextDouble(),
            ExpectedGain = _random.NextDouble(),
            Confidence = _random.NextDouble(),
            EstimatedInputTokens = _random.Next(100_000),
            Classifier = "learned/1",
        };

    private Route Route() =>
        new()
        {
            Policy = "cheapest-adequate",
            PolicyNumbers = [0.7],
            Assessed =
            [
                new()
                {
                    Name = "gpt-4o",
                    Tier = "Prefer",
                    Model = "gpt-4o",
                    Success = _random.NextDouble(),
                    Ability = new(_random.NextDouble(), 0.25, 12),
                    ExpectedCostUsd = 0.0012m,
                    ConversationCostUsd = 0.0048m,
                    ExpectedSeconds = 1.5,
                },
            ],
            LastModel = "llama3",
            Draws = [0.625, 0.25, 1.5],
            Candidates =
            [
                .. Deployments.Select(deployment => new RouteCandidate(
                    deployment,
                    "first of the role's list"
                )),
            ],
            Exclusions = [new("tiny", "its window of 8,192 tokens is too small")],
        };

    private Dictionary<string, string> Tags()
    {
        if (_random.Next(3) == 0)
        {
            return new(StringComparer.Ordinal);
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["project"] = _random.Next(2) == 0 ? "apollo" : "gemini",
        };
        if (_random.Next(2) == 0)
        {
            tags["stage"] = "";
        }

        return tags;
    }
}
