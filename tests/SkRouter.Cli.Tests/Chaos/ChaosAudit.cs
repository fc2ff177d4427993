using SkRouter.Ledger.Sqlite;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>Holds the ledger against what clients were told and what providers sent.</summary>
internal sealed class ChaosAudit(
    string ledger,
    IReadOnlyList<ChaosCall> calls,
    IReadOnlyList<SentAnswer> sent
)
{
    private const string CallTag = "call";
    private const int PageSize = 1_000;

    private readonly List<string> _faults = [];
    private readonly Dictionary<string, DecisionRecord> _records = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<string>> FaultsAsync()
    {
        using var report = SqliteSpendReport.Open(ledger);
        var records = await RecordsAsync(report);
        await VerifySumsAsync(report, records);
        foreach (var record in records)
        {
            if (!record.Tags.TryGetValue(CallTag, out var call) || !_records.TryAdd(call, record))
            {
                _faults.Add($"Record {record.Id} is of no call, or of one that has a record.");
            }
        }

        foreach (var call in calls)
        {
            VerifyAnswer(call);
            VerifyRecord(call);
        }

        VerifySent(records);
        VerifyThatEnoughHappened();
        return _faults;
    }

    /// <summary>
    /// Holds what a key's budget counts against its records. They may differ by calls that were cut by a kill, between the record and the count, and by nothing else.
    /// </summary>
    public IEnumerable<string> BudgetFaults(string key, decimal spent)
    {
        var records = _records.Where(record => record.Value.Tenant == key).ToList();
        var killed = calls
            .Where(static call => call.Phases.HasFlag(ChaosPhases.Killed))
            .Select(static call => call.Id)
            .ToHashSet(StringComparer.Ordinal);
        var all = records.Sum(static record => record.Value.CostUsd ?? 0);
        var sure = records
            .Where(record => !killed.Contains(record.Key))
            .Sum(static record => record.Value.CostUsd ?? 0);
        // Counted, and killed before its record was written: such calls nobody was told of.
        var unrecorded = calls.Count(call =>
            call.Key == key
            && call.Phases.HasFlag(ChaosPhases.Killed)
            && !_records.ContainsKey(call.Id)
        );
        var most = records.Max(static record => record.Value.CostUsd ?? 0);
        if (spent < sure || spent > all + unrecorded * most)
        {
            yield return FormattableString.Invariant(
                $"The budget of '{key}' counts {spent} USD; its records say {all}, {sure} of it without those that were cut"
            );
        }
    }

    private void VerifyAnswer(ChaosCall call)
    {
        if (call.End is ChaosEnd.Hang or ChaosEnd.Truncated || call.Status == 500)
        {
            _faults.Add($"{call.End}: {call}");
            return;
        }

        if (call.End is ChaosEnd.Lost)
        {
            if ((call.Phases & (ChaosPhases.Killed | ChaosPhases.Terminated)) == ChaosPhases.None)
            {
                _faults.Add($"The connection was lost: {call}");
            }

            return;
        }

        if (call.Key == "poison" || IsExcused(call))
        {
            return;
        }

        // What a stream shows cannot be taken back when it is cut, so those of the rough providers may end in an error.
        var mayBreak = call.Key != "steady" && call.End is ChaosEnd.ErrorEvent;
        if (call.Status != 200 || (call.End is not ChaosEnd.Whole && !mayBreak))
        {
            _faults.Add($"Refused or broken: {call}");
        }
        else if (call.Key == "steady" && call.Deployment != "a/alpha")
        {
            _faults.Add($"Moved: {call} {Explain(call)}");
        }
    }

    /// <summary>While the server stops or its ledger cannot be written it says so.</summary>
    private static bool IsExcused(ChaosCall call) =>
        (
            call.Phases.HasFlag(ChaosPhases.Terminated)
            && call.Body.Contains("server is stopping", StringComparison.Ordinal)
        )
        || (
            (call.Phases & (ChaosPhases.Locked | ChaosPhases.DiskFull)) != ChaosPhases.None
            && call.Body.Contains("cannot record spend", StringComparison.Ordinal)
        );

    private void VerifyRecord(ChaosCall call)
    {
        if (!call.IsAcknowledged)
        {
            return;
        }

        if (!_records.TryGetValue(call.Id, out var record))
        {
            // What was refused because nothing could be recorded is not recorded, and neither is what was never asked of anybody.
            if (call.End is ChaosEnd.Whole && call.Status == 200)
            {
                _faults.Add($"Acknowledged and lost: {call}");
            }

            return;
        }

        if (call.Record is not null && call.Record != record.Id)
        {
            _faults.Add($"Another record than the client was told: {call}");
        }

        if (
            call.End is ChaosEnd.Whole
            && call.Status == 200
            && record.Outcome is not RoundTripOutcome.Answered
        )
        {
            _faults.Add($"Answered, but booked as {record.Outcome}: {call}");
        }
    }

    /// <summary>Each answer that left a provider whole is booked once with what it consumed, and nothing else is booked as if it were.</summary>
    private void VerifySent(IReadOnlyList<DecisionRecord> records)
    {
        var byNumber = sent.ToDictionary(static answer => answer.Number);
        var booked = new HashSet<long>();
        foreach (var record in records)
        {
            foreach (var attempt in record.Attempts)
            {
                if (
                    attempt.Usage is not { Estimated: false } usage
                    || usage.OutputTokens < ChaosUpstream.FirstNumber
                )
                {
                    continue;
                }

                if (
                    !byNumber.TryGetValue(usage.OutputTokens, out var answer)
                    || answer.Call != record.Tags[CallTag]
                )
                {
                    _faults.Add(
                        FormattableString.Invariant(
                            $"Booked {usage.OutputTokens} tokens that nobody sent: {record.Id}"
                        )
                    );
                }
                else if (!booked.Add(answer.Number))
                {
                    _faults.Add(FormattableString.Invariant($"Booked twice: {answer}"));
                }
                else if (
                    answer.IsWhole
                    && (usage.InputTokens != answer.Words || attempt.CostUsd != CostOf(answer))
                )
                {
                    _faults.Add(
                        FormattableString.Invariant(
                            $"Booked as {usage.InputTokens} tokens and {attempt.CostUsd} USD: {answer}"
                        )
                    );
                }
            }
        }

        var known = calls.ToDictionary(static call => call.Id, StringComparer.Ordinal);
        foreach (var answer in sent)
        {
            if (
                !known.TryGetValue(answer.Call, out var call)
                || !call.IsAcknowledged
                || !_records.TryGetValue(answer.Call, out var record)
            )
            {
                continue;
            }

            if (
                answer.IsWhole
                && answer.Fault is not UpstreamFault.Empty
                && !booked.Contains(answer.Number)
                && !record.Attempts.Any(IsLeft)
            )
            {
                _faults.Add($"Sent and not booked: {answer} of {Explain(call)} {call}");
            }
            else if (
                !record.Attempts.Any(attempt =>
                    attempt.Model == answer.Model && attempt.Outcome is not AttemptOutcome.Skipped
                )
            )
            {
                _faults.Add($"Asked and not on the record: {answer} of {call}");
            }
        }
    }

    /// <summary>It was given up before its end, which it may have come to meanwhile.</summary>
    private static bool IsLeft(Attempt attempt) =>
        attempt.Outcome
            is AttemptOutcome.Cancelled
                or AttemptOutcome.Abandoned
                or AttemptOutcome.Failed;

    private static decimal CostOf(SentAnswer answer) =>
        ((answer.Words * ChaosConfig.Input) + (answer.Number * ChaosConfig.Output)) / 1_000_000m;

    private async Task VerifySumsAsync(
        SqliteSpendReport report,
        IReadOnlyList<DecisionRecord> records
    )
    {
        var rows = await report.SumAsync(new() { By = SpendDimension.Tenant });
        foreach (var tenant in records.GroupBy(static record => record.Tenant!))
        {
            var cost = tenant.Sum(static record => record.CostUsd ?? 0);
            var row = rows.Single(row => row.Tenant == tenant.Key);
            if (row.CostUsd != cost || row.RoundTrips != tenant.Count())
            {
                _faults.Add(
                    FormattableString.Invariant(
                        $"{tenant.Key}: {row.CostUsd} USD of {row.RoundTrips} are summed up, {cost} of {tenant.Count()} recorded"
                    )
                );
            }
        }
    }

    /// <summary>A run in which nothing was cut, refused or killed has shown nothing.</summary>
    private void VerifyThatEnoughHappened()
    {
        var ends = calls
            .GroupBy(static call => (call.Phases, call.End))
            .ToDictionary(static group => group.Key, static group => group.Count());
        if (
            calls.Count(static call => call.IsAcknowledged && call.Status == 200)
                < calls.Count(static call => call.End is not ChaosEnd.Lost) / 2
            || !ends.ContainsKey((ChaosPhases.Killed, ChaosEnd.Lost))
            || !sent.Select(static answer => answer.Fault)
                .ToHashSet()
                .SetEquals(Enum.GetValues<UpstreamFault>())
        )
        {
            _faults.Add(
                $"Too little happened: {string.Join(", ", ends)} {string.Join(", ", sent.CountBy(static answer => answer.Fault))}"
            );
        }
    }

    private string Explain(ChaosCall call) =>
        _records.TryGetValue(call.Id, out var record)
            ? string.Join(
                "; ",
                record.Attempts.Select(attempt =>
                    $"{attempt.Deployment} {attempt.Outcome} {attempt.FailureKind} {attempt.Usage} {attempt.Reason}"
                )
            )
                + string.Join(
                    "; ",
                    record.Route?.Exclusions.Select(excluded =>
                        $" not {excluded.Deployment}: {excluded.Reason}"
                    ) ?? []
                )
            : "";

    private static async Task<IReadOnlyList<DecisionRecord>> RecordsAsync(SqliteSpendReport report)
    {
        var records = new List<DecisionRecord>();
        string? after = null;
        do
        {
            var page = await report.RecordsAsync(new() { Count = PageSize, After = after });
            records.AddRange(page.Records);
            after = page.Next;
        } while (after is not null);

        return records;
    }
}
