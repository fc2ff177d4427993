using System.Globalization;
using SkRouter.Access;
using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.Benchmarks.Ledgers;

/// <summary>
/// A team's weeks as a router would have booked them: runs of several agents, dear and cheap models, busy days and quiet nights,
/// failovers, errors, keys and tags. The same for the same seed and times.
/// </summary>
internal sealed class TeamRecords(int seed)
{
    private const string Baseline = "claude-sonnet-4-5";

    private static readonly Deployment[] Deployments =
    [
        Deployment("openai/gpt-4.1-mini", "gpt-4.1-mini", "openai"),
        Deployment("openai/gpt-4.1", "gpt-4.1", "openai"),
        Deployment("anthropic/claude-haiku-4-5", "claude-haiku-4-5", "anthropic"),
        Deployment("anthropic/claude-sonnet-4-5", Baseline, "anthropic"),
        Deployment("azure/gpt-4.1-mini", "gpt-4.1-mini", "azure"),
    ];

    // USD for a million tokens of input and output, by deployment.
    private static readonly (decimal Input, decimal Output)[] Prices =
    [
        (0.4m, 1.6m),
        (2m, 8m),
        (1m, 5m),
        (3m, 15m),
        (0.4m, 1.6m),
    ];

    private static readonly TeamAgent[] Agents =
    [
        new("triage", "triage", 22, [80, 2, 14, 0, 4], 900, 60),
        new("planner", "planner", 9, [4, 30, 10, 54, 2], 6_000, 700),
        new("coder", "coder", 26, [12, 18, 20, 48, 2], 18_000, 1_100),
        new("reviewer", "coder", 14, [10, 30, 30, 28, 2], 14_000, 450),
        new("researcher", "assistant", 12, [30, 20, 36, 10, 4], 9_000, 600),
        new("writer", "assistant", 10, [34, 16, 40, 6, 4], 3_500, 900),
        new("support-desk", "assistant", 6.99, [62, 4, 26, 2, 6], 1_800, 220),
        new("auditor", "planner", 0.01, [0, 10, 0, 90, 0], 24_000, 900),
    ];

    private static readonly string[] Teams = ["checkout", "search", "mobile", "platform"];
    private static readonly string[] Tenants = ["acme", "globex", "initech"];
    private static readonly string[] Keys = ["ci", "desk", "ide"];

    private static readonly (FailureKind Kind, int? Status, string Reason)[] Failures =
    [
        (FailureKind.RateLimited, 429, "Rate limit reached for requests per minute."),
        (FailureKind.Overloaded, 529, "Overloaded"),
        (FailureKind.ServerError, 500, "The server had an error while processing the request."),
        (FailureKind.Unreachable, null, "Connection refused"),
        (FailureKind.TimedOut, null, "No first token in 30 s."),
    ];

    private readonly Random _random = new(seed);
    private int _count;
    private int _leftInRun;
    private int _runs;
    private string _run = "";
    private string _team = Teams[0];

    /// <summary>When the round trip of this share of all of them began: more by day than by night, fewer at weekends, and slowly more.</summary>
    public static IEnumerable<DateTimeOffset> Times(int count, DateTimeOffset now, int days)
    {
        var begin = now.AddDays(-days);
        var weights = Enumerable.Range(0, days * 24).Select(Weight).ToArray();
        var each = count / weights.Sum();
        var (hour, passed) = (0, 0d);
        for (var i = 0; i < count; i++)
        {
            while (hour < weights.Length - 1 && i >= passed + (weights[hour] * each))
            {
                passed += weights[hour++] * each;
            }

            yield return begin.AddHours(hour + Math.Min(1, (i - passed) / (weights[hour] * each)));
        }

        double Weight(int hour)
        {
            var at = begin.AddHours(hour + 0.5);
            var day = at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.35 : 1;
            var wave = 1.15 + Math.Sin(((at.Hour + (at.Minute / 60d)) - 8) / 24 * 2 * Math.PI);
            return day * wave * (0.7 + (0.6 * hour / (days * 24)));
        }
    }

    /// <summary>A round trip that began at a time.</summary>
    public DecisionRecord Next(DateTimeOffset startedAt)
    {
        NextRun();
        var agent = Agents[Drawn([.. Agents.Select(one => one.Share)])];
        var wanted = Drawn(agent.Models);
        var attempts = FailedAttempts(startedAt, wanted);
        var answered = attempts.Count < 3;
        var served =
            !answered ? (int?)null
            : attempts.Count == 0 ? wanted
            : (wanted + attempts.Count) % Deployments.Length;
        var usage = served is null ? TokenUsage.None : Usage(agent);
        var begun = attempts.Count == 0 ? startedAt.AddMicroseconds(40) : End(attempts[^1]);
        if (served is { } one)
        {
            attempts.Add(Served(one, begun, usage));
        }

        return Record(startedAt, agent, attempts, served, usage);
    }

    private DecisionRecord Record(
        DateTimeOffset startedAt,
        TeamAgent agent,
        List<Attempt> attempts,
        int? served,
        TokenUsage usage
    )
    {
        var last = attempts[^1];
        var deployment = served is { } index ? Deployments[index] : null;
        return new()
        {
            Id = string.Create(
                CultureInfo.InvariantCulture,
                $"{startedAt.ToUnixTimeMilliseconds():x12}{++_count:x8}{seed:x12}"
            ),
            StartedAt = startedAt,
            Duration = End(last) - startedAt,
            TimeToFirstToken = last.TimeToFirstToken is { } first
                ? last.StartedAt + first - startedAt
                : null,
            Role = agent.Role,
            Agent = agent.Name,
            Run = _run,
            Tenant = _random.Next(5) == 0 ? null : Tenants[_runs % Tenants.Length],
            Streamed = last.TimeToFirstToken is not null,
            Profile = Profile(usage),
            Route = RouteTo(attempts[0].Deployment),
            Attempts = attempts,
            Outcome = deployment is null ? RoundTripOutcome.Failed : RoundTripOutcome.Answered,
            Error = deployment is null ? RouterErrorCode.AllCandidatesFailed : null,
            Deployment = deployment?.Key,
            Model = deployment?.Model,
            Provider = deployment?.Provider,
            FellBack = deployment is not null && attempts.Count > 1,
            Usage = usage,
            CostUsd = last.CostUsd ?? 0,
            WorstCaseUsd = (last.CostUsd ?? 0) * 3,
            BaselineUsd = Cost(3, usage),
            PriceVersion = "2026-08-21",
            ToolCalls = _random.Next(4) == 0 ? ["search_logs"] : [],
            Tags = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["team"] = _team,
                [ApiKey.Tag] = Keys[_runs % Keys.Length],
            },
        };
    }

    private void NextRun()
    {
        if (_leftInRun-- > 0)
        {
            return;
        }

        _leftInRun = _random.Next(3, 14);
        _team = Teams[_random.Next(Teams.Length)];
        _run = string.Create(CultureInfo.InvariantCulture, $"{_team}-{++_runs}");
    }

    private List<Attempt> FailedAttempts(DateTimeOffset startedAt, int wanted)
    {
        var attempts = new List<Attempt>();
        var at = startedAt.AddMicroseconds(40);
        while (attempts.Count < 3 && _random.NextDouble() < (attempts.Count == 0 ? 0.035 : 0.2))
        {
            var deployment = Deployments[(wanted + attempts.Count) % Deployments.Length];
            var (kind, status, reason) = Failures[
                (int)(Math.Pow(_random.NextDouble(), 2) * Failures.Length)
            ];
            attempts.Add(
                new()
                {
                    Deployment = deployment.Key,
                    Model = deployment.Model,
                    StartedAt = at,
                    Duration =
                        kind is FailureKind.TimedOut
                            ? TimeSpan.FromSeconds(30)
                            : TimeSpan.FromMilliseconds(_random.Next(20, 900)),
                    Outcome = AttemptOutcome.Failed,
                    FailureKind = kind,
                    Status = status,
                    Reason = reason,
                }
            );
            at = End(attempts[^1]);
        }

        return attempts;
    }

    private Attempt Served(int index, DateTimeOffset startedAt, TokenUsage usage)
    {
        var deployment = Deployments[index];
        var first = TimeSpan.FromMilliseconds(220 * Math.Exp(Normal() * 0.45) * (1 + (index / 3d)));
        var writing = TimeSpan.FromMilliseconds(usage.OutputTokens * (6 + (index * 1.5)));
        return new()
        {
            Deployment = deployment.Key,
            Model = deployment.Model,
            StartedAt = startedAt,
            Duration = first + writing,
            Outcome = AttemptOutcome.Served,
            TimeToFirstToken = _random.Next(10) < 7 ? first : null,
            Usage = usage,
            CostUsd = Cost(index, usage),
        };
    }

    private TokenUsage Usage(TeamAgent agent)
    {
        var input = Math.Max(20, (long)(agent.Input * Math.Exp(Normal() * 0.6)));
        return new()
        {
            InputTokens = input,
            OutputTokens = Math.Max(3, (long)(agent.Output * Math.Exp(Normal() * 0.5))),
            CacheReadTokens = _random.Next(10) < 4 ? input * 7 / 10 : 0,
        };
    }

    private TaskProfile Profile(TokenUsage usage) =>
        new()
        {
            Category = (TaskCategory)_random.Next(9),
            CategoryProbabilities = [],
            Difficulty = Math.Round(_random.NextDouble(), 2),
            CheapSuffices = Math.Round(_random.NextDouble(), 2),
            Confidence = 0.8,
            EstimatedInputTokens = (int)usage.InputTokens,
            Classifier = "learned/1",
        };

    private static Route RouteTo(string first) =>
        new()
        {
            Policy = "cheapest-adequate",
            PolicyNumbers = [0.7],
            Assessed = [],
            Draws = [],
            Candidates =
            [
                .. Deployments
                    .OrderByDescending(deployment => deployment.Key == first)
                    .Select(deployment => new RouteCandidate(deployment, "the cheapest adequate")),
            ],
            Exclusions = [],
        };

    private static decimal Cost(int index, TokenUsage usage)
    {
        var (input, output) = Prices[index];
        var read = usage.CacheReadTokens * input / 10;
        var rest = (usage.InputTokens - usage.CacheReadTokens) * input;
        return (read + rest + (usage.OutputTokens * output)) / 1_000_000m;
    }

    private int Drawn(IReadOnlyList<double> weights)
    {
        var left = _random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Count; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return 0;
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()))
        * Math.Cos(2 * Math.PI * _random.NextDouble());

    private static DateTimeOffset End(Attempt attempt) => attempt.StartedAt + attempt.Duration;

    private static Deployment Deployment(string key, string model, string provider) =>
        new(key, model, new()) { Provider = provider };
}
