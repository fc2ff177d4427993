using System.Globalization;
using SkRouter.FaultBench.Faults;
using SkRouter.Resilience;
using SkRouter.Simulator;

namespace SkRouter.FaultBench.Running;

/// <summary>Plays one fault in one mode and judges what the caller got.</summary>
internal sealed class ScenarioRun(Providers providers, TimeProvider time)
{
    public async Task<FaultRow> RunAsync(FaultScenario scenario, Mode mode)
    {
        var primaryBefore = providers.Primary.RequestCount;
        var fallbackBefore = providers.Fallback.RequestCount;
        providers.Primary.Recover();
        providers.Fallback.Recover();
        scenario.Arrange(providers);
        using var router = new RouterUnderTest(providers, time, scenario, mode);
        var startedAt = time.GetTimestamp();
        var answered = await Caller.AskAsync(router, mode, scenario.Prompt, scenario.WithTools);
        var elapsed = time.GetElapsedTime(startedAt);
        List<ReceivedRequest> primary = [.. providers.Primary.Requests.Skip(primaryBefore)];
        List<ReceivedRequest> fallback = [.. providers.Fallback.Requests.Skip(fallbackBefore)];
        List<string> wrong =
        [
            .. Content(scenario, answered),
            .. Money(scenario, answered, [.. primary, .. fallback]),
            .. Requests(scenario, primary, fallback.Count),
            .. Time(scenario, mode, elapsed),
        ];
        if (scenario.WithTools && router.Till.Receipts.Count != 1)
        {
            wrong.Add($"the tool ran {router.Till.Receipts.Count} times");
        }

        return new()
        {
            Fault = scenario.Name,
            Modes = [mode.ToString()],
            Verdict = Verdict(answered, wrong),
            PrimaryRequests = primary.Count,
            FallbackRequests = fallback.Count,
            Seconds = elapsed.TotalSeconds,
            Served = Served(answered),
            Wrong = wrong,
        };
    }

    private static IEnumerable<string> Content(FaultScenario scenario, Answered answered)
    {
        if (scenario.Error is { } code)
        {
            if (answered.Error is not RouterException error)
            {
                yield return answered.Error is null
                    ? "no error reached the caller"
                    : $"a {answered.Error.GetType().Name} reached the caller";
            }
            else if (error.Code != code)
            {
                yield return $"the error was {error.Code}: {error.Message}";
            }
            else if (error.Message.Contains("prefix", StringComparison.OrdinalIgnoreCase))
            {
                yield return "the fallback's own error hides the first one";
            }

            yield break;
        }

        if (answered.Error is { } unexpected)
        {
            yield return $"{unexpected.GetType().Name}: {unexpected.Message}";
        }
        else if (answered.Text != Providers.Answer)
        {
            yield return $"not the whole answer: '{answered.Text}'";
        }
        else if (scenario.ServedBy is { } model && answered.Model != model)
        {
            yield return $"the answer names {answered.Model ?? "no model"} instead of {model}";
        }
    }

    private static IEnumerable<string> Money(
        FaultScenario scenario,
        Answered answered,
        List<ReceivedRequest> requests
    )
    {
        if (scenario.Error is not null || answered.Error is not null)
        {
            yield break;
        }

        // In virtual time requests may share a moment; they are listed in order.
        var last = requests
            .Where(request => request.UsageSent is not null)
            .OrderBy(request => request.ReceivedAt)
            .LastOrDefault();
        var told = last?.UsageSent is { } sent
            ? (sent.PromptTokens, sent.CompletionTokens)
            : default;
        if (answered.Usage is not { } usage)
        {
            yield return "no usage on the answer";
        }
        else if (!scenario.WithTools && usage != told)
        {
            yield return FormattableString.Invariant($"usage {usage} instead of {told}");
        }

        if (answered.Record is not { } record)
        {
            yield return "no record on the answer";
            yield break;
        }

        if (record.Model != answered.Model)
        {
            yield return $"the record names {record.Model}, the answer {answered.Model}";
        }

        if (record.Attempts.Any(attempt => attempt.Usage is null && attempt.CostUsd > 0))
        {
            yield return "an attempt that consumed nothing was billed";
        }
    }

    private static IEnumerable<string> Requests(
        FaultScenario scenario,
        List<ReceivedRequest> primary,
        int fallback
    )
    {
        if (primary.Count > scenario.MostPrimary)
        {
            yield return $"{primary.Count} requests to the first provider";
        }

        if (fallback > scenario.MostFallback)
        {
            yield return FormattableString.Invariant($"{fallback} requests to the second provider");
        }

        for (var i = 1; i < primary.Count; i++)
        {
            if (primary[i].ReceivedAt - primary[i - 1].ReceivedAt < scenario.Politeness)
            {
                yield return "asked again before its Retry-After had passed";
            }
        }
    }

    private static IEnumerable<string> Time(FaultScenario scenario, Mode mode, TimeSpan elapsed)
    {
        var within = mode.Streamed ? scenario.Within : scenario.PlainWithin ?? scenario.Within;
        if (elapsed > within)
        {
            yield return FormattableString.Invariant(
                $"{elapsed.TotalSeconds:0.0} s instead of at most {within.TotalSeconds:0}"
            );
        }
    }

    private static string Verdict(Answered answered, List<string> wrong) =>
        wrong.Count > 0 ? "WRONG"
        : answered.Error is RouterException error ? $"clean error: {error.Code}"
        : "whole answer";

    private static string Served(Answered answered) =>
        answered.Error is null && answered.Usage is var (input, output)
            ? string.Create(CultureInfo.InvariantCulture, $"{answered.Model}, {input} + {output}")
            : "";
}
