using System.Globalization;
using SkRouter.Access;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Dashboard.Figures;

/// <summary>By what spend is broken down, as the address says it.</summary>
internal sealed record BreakdownQuestion(string By, string? And, string? TagKey, Span Span)
{
    private const string Day = "day";
    private const string Hour = "hour";
    private const string Key = "key";
    private const string Run = "run";

    // A run has a few agents or models: a fifth of the runs fills the page as well.
    private const int RunsForPairs = 5;

    /// <summary>What it can be broken down by; a key is the tag under which keys are booked.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["agent", "role", "model", "provider", "deployment", Key, Run, "tenant", "tag", Day, Hour];

    public static BreakdownQuestion Default { get; } = new("agent", null, null, Span.Default);

    /// <summary>How many columns come before the numbers.</summary>
    public int Keys => And is null ? 1 : 2;

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public string? Fault =>
        (By == "tag" || And == "tag") && TagKey is null ? "Say which tag: its key, such as project."
        : By == And ? "It is broken down by that already: choose another second."
        : IsTime(And) && IsTime(By) ? "Choose one of day and hour."
        : (By is Key && And is "tag") || (By is "tag" && And is Key)
            ? "A key is a tag; only one tag can be told apart at a time."
        : null;

    public static BreakdownQuestion Of(DashboardPlace place) =>
        new(
            Known(place.Value("by")) ?? Default.By,
            Known(place.Value("and")),
            place.Value("tag"),
            Span.Of(place.Value("span"))
        );

    /// <summary>Whether it lists runs: there are as many as one likes, so that a page shows the dearest that began in the time.</summary>
    public bool IsByRun => By is Run || And is Run;

    /// <summary>What a page shows: at most so many runs, each whole.</summary>
    public async Task<BreakdownAnswer> ShowAsync(
        ISpendReport report,
        DateTimeOffset now,
        int mostRuns
    )
    {
        if (!IsByRun || IsTime(By) || IsTime(And))
        {
            return await AskAsync(report, now).ConfigureAwait(false);
        }

        var runs = await report
            .RunsAsync(
                new()
                {
                    Since = Span.Since(now),
                    Count = And is null ? mostRuns : mostRuns / RunsForPairs,
                }
            )
            .ConfigureAwait(false);
        if (And is null)
        {
            return Table(runs.Select(run => (run.Sum, "")));
        }

        var rows = new List<SpendRow>();
        foreach (var run in runs)
        {
            var query = Query(null) with { Run = run.Run };
            rows.AddRange(await report.SumAsync(query).ConfigureAwait(false));
        }

        return Table(rows.OrderByDescending(row => row.CostUsd).Select(row => (row, "")));
    }

    /// <summary>All of it, as a file gets it.</summary>
    public async Task<BreakdownAnswer> AskAsync(ISpendReport report, DateTimeOffset now)
    {
        var query = Query(Span.Since(now));
        if (Grain is not { } grain)
        {
            var rows = await report.SumAsync(query).ConfigureAwait(false);
            return Table(rows.OrderByDescending(row => row.CostUsd).Select(row => (row, "")));
        }

        var points = await report.SeriesAsync(query, grain).ConfigureAwait(false);
        return Table(points.Select(point => (point.Row, At(point.From, grain))));
    }

    private SpendQuery Query(DateTimeOffset? since) =>
        new()
        {
            By = Dimension(By) | Dimension(And),
            TagKey =
                By is Key || And is Key ? ApiKey.Tag
                : By is "tag" || And is "tag" ? TagKey
                : null,
            Since = since,
        };

    private SpendGrain? Grain =>
        By is Day || And is Day ? SpendGrain.Day
        : By is Hour || And is Hour ? SpendGrain.Hour
        : null;

    private BreakdownAnswer Table(IEnumerable<(SpendRow Row, string At)> rows)
    {
        var list = rows.ToList();
        return new(
            [
                .. KeyNames(),
                "round trips",
                "unanswered",
                "input tokens",
                "output tokens",
                "cost",
                "saved",
                "p50",
                "p95",
            ],
            [
                .. list.Select(line =>
                    (IReadOnlyList<string>)[.. KeysOf(line).Select(Show.Or), .. Shown(line.Row)]
                ),
            ],
            [.. list.Select(line => (IReadOnlyList<string>)[.. KeysOf(line), .. Exact(line.Row)])]
        );
    }

    private IEnumerable<string> KeyNames() => And is null ? [By] : [By, And];

    private IEnumerable<string> KeysOf((SpendRow Row, string At) line) =>
        KeyNames()
            .Select(name =>
                name switch
                {
                    "agent" => line.Row.Agent ?? "",
                    "role" => line.Row.Role ?? "",
                    "model" => line.Row.Model ?? "",
                    "provider" => line.Row.Provider ?? "",
                    "deployment" => line.Row.Deployment ?? "",
                    "run" => line.Row.Run ?? "",
                    "tenant" => line.Row.Tenant ?? "",
                    Day or Hour => line.At,
                    _ => line.Row.Tag ?? "",
                }
            );

    private static IEnumerable<string> Shown(SpendRow row) =>
        [
            Show.Count(row.RoundTrips),
            Show.Count(row.Unanswered),
            Show.Count(row.Usage.InputTokens),
            Show.Count(row.Usage.OutputTokens),
            Show.Usd(row.CostUsd),
            Show.Usd(row.SavedUsd),
            Show.Time(row.Latency.Percentile(0.5)),
            Show.Time(row.Latency.Percentile(0.95)),
        ];

    private static IEnumerable<string> Exact(SpendRow row) =>
        [
            Text(row.RoundTrips),
            Text(row.Unanswered),
            Text(row.Usage.InputTokens),
            Text(row.Usage.OutputTokens),
            Text(row.CostUsd),
            Text(row.SavedUsd),
            Text((decimal?)row.Latency.Percentile(0.5)?.TotalSeconds),
            Text((decimal?)row.Latency.Percentile(0.95)?.TotalSeconds),
        ];

    private static string Text(decimal? number) =>
        number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string At(DateTimeOffset from, SpendGrain grain) =>
        from.ToString(
            grain is SpendGrain.Day ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm'Z'",
            CultureInfo.InvariantCulture
        );

    private static SpendDimension Dimension(string? name) =>
        name switch
        {
            "agent" => SpendDimension.Agent,
            "role" => SpendDimension.Role,
            "model" => SpendDimension.Model,
            "provider" => SpendDimension.Provider,
            "deployment" => SpendDimension.Deployment,
            "run" => SpendDimension.Run,
            "tenant" => SpendDimension.Tenant,
            "tag" or Key => SpendDimension.Tag,
            _ => SpendDimension.None,
        };

    private static string? Known(string? name) =>
        name is not null && Names.Contains(name, StringComparer.Ordinal) ? name : null;

    private static bool IsTime(string? name) => name is Day or Hour;
}
