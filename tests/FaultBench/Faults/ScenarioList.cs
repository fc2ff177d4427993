using SkRouter.FaultBench.Running;
using SkRouter.Resilience;
using SkRouter.Simulator.Scripting;

namespace SkRouter.FaultBench.Faults;

/// <summary>Every fault that a provider is known for, and what the caller must see of it.</summary>
internal static class ScenarioList
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(11);

    public static IReadOnlyList<FaultScenario> All { get; } =
    [.. BeforeTheAnswer(), .. Alone(), .. Refusals(), .. InTheAnswer(), .. WithTools()];

    private static IEnumerable<FaultScenario> BeforeTheAnswer()
    {
        yield return new("none", static _ => { }) { ServedBy = Providers.Alpha };
        yield return Once("429, Retry-After 2 s", Fault.WithStatus(429, retryAfterSeconds: 2));
        yield return Always("429 for ever, no Retry-After", Fault.WithStatus(429));
        yield return Once("one 500", Fault.WithStatus(500));
        yield return Always("503 for ever", Fault.WithStatus(503));
        yield return Always("503, Retry-After 3 s", Fault.WithStatus(503, retryAfterSeconds: 3));
        yield return Always("529 overloaded", Fault.WithStatus(529));
        yield return Always("reset before headers", new(FaultKind.Reset));
        yield return Once("one reset before headers", new(FaultKind.Reset));
        yield return Always("accepted and silent", new(FaultKind.Silence)) with
        {
            Within = Late,
            PlainWithin = TimeSpan.FromSeconds(121),
        };
        yield return Always(
            "headers, then silent",
            new(FaultKind.Silence) { AfterHeaders = true }
        ) with
        {
            Within = Late,
            PlainWithin = TimeSpan.FromSeconds(121),
        };
        yield return Always("first token after 20 s", Fault.SlowBy(TimeSpan.FromSeconds(20))) with
        {
            ServedBy = null,
            Within = Late,
            PlainWithin = TimeSpan.FromSeconds(21),
        };
        yield return Always("empty answer", new(FaultKind.EmptyAnswer));
        yield return Always("401, the key is dead", Fault.WithStatus(401));
        yield return Always("404, no such model", new(FaultKind.ModelNotFound));
    }

    /// <summary>The same where no other candidate is left: only then is the same provider waited for and asked again.</summary>
    private static IEnumerable<FaultScenario> Alone()
    {
        var alone = new FaultScenario("", static _ => { })
        {
            Configure = static _ => { },
            MostFallback = 0,
        };
        yield return alone with
        {
            Name = "429, Retry-After 2 s, no fallback",
            Arrange = Once("", Fault.WithStatus(429, retryAfterSeconds: 2)).Arrange,
            ServedBy = Providers.Alpha,
            MostPrimary = 2,
            Politeness = TimeSpan.FromSeconds(2),
            Within = TimeSpan.FromSeconds(3),
        };
        yield return alone with
        {
            Name = "429 for ever, Retry-After 7 s, no fallback",
            Arrange = Always("", Fault.WithStatus(429, retryAfterSeconds: 7)).Arrange,
            Error = RouterErrorCode.AllCandidatesFailed,
            MostPrimary = 4,
            Politeness = TimeSpan.FromSeconds(7),
            Within = TimeSpan.FromSeconds(24),
        };
        yield return alone with
        {
            Name = "one 500, no fallback",
            Arrange = Once("", Fault.WithStatus(500)).Arrange,
            ServedBy = Providers.Alpha,
            MostPrimary = 2,
        };
        yield return alone with
        {
            Name = "503 for ever, no fallback",
            Arrange = Always("", Fault.WithStatus(503)).Arrange,
            Error = RouterErrorCode.AllCandidatesFailed,
            MostPrimary = 2,
        };
        yield return alone with
        {
            Name = "one reset before headers, no fallback",
            Arrange = Once("", new(FaultKind.Reset)).Arrange,
            ServedBy = Providers.Alpha,
            MostPrimary = 2,
        };
    }

    private static IEnumerable<FaultScenario> Refusals()
    {
        yield return Always("context too long", new(FaultKind.ContextTooLong)) with
        {
            Configure = static role => role.OnContextTooLong(Providers.Beta),
        };
        yield return new("context known to be too long", static _ => { })
        {
            Configure = static role => role.OnContextTooLong(Providers.Beta),
            Prompt = string.Concat(Enumerable.Repeat("one more line of a very long log; ", 2_000)),
            ServedBy = Providers.Beta,
            MostPrimary = 0,
        };
        yield return Always("content filter", new(FaultKind.ContentFilter)) with
        {
            Error = RouterErrorCode.ContentFiltered,
            MostFallback = 0,
        };
        yield return Always("content filter, role has a chain", new(FaultKind.ContentFilter)) with
        {
            Configure = static role => role.OnContentFiltered(Providers.Beta),
        };
        yield return Always("400, unsupported parameter", Fault.WithStatus(400));
        yield return new(
            "400, unsupported parameter, both providers",
            static providers =>
            {
                providers.Primary.Fail(new() { Fault = Fault.WithStatus(400) });
                providers.Fallback.Fail(new() { Fault = Fault.WithStatus(400) });
            }
        )
        {
            Error = RouterErrorCode.InvalidRequest,
        };
    }

    private static IEnumerable<FaultScenario> InTheAnswer()
    {
        var stall = TimeSpan.FromSeconds(31);
        yield return Always("malformed event", new(FaultKind.MalformedEvent)) with
        {
            StreamedOnly = true,
            ServedBy = Providers.Alpha,
            MostFallback = 0,
        };
        yield return Always("no [DONE]", new(FaultKind.MissingDone)) with
        {
            StreamedOnly = true,
            ServedBy = Providers.Alpha,
            MostFallback = 0,
        };
        (string Name, Fault Fault, TimeSpan Within)[] breaks =
        [
            ("cut after two thirds", Fault.CutAfter(0.66), TimeSpan.FromSeconds(2)),
            ("clean end after two thirds", new(FaultKind.CleanEnd), TimeSpan.FromSeconds(2)),
            ("stall in the middle", Fault.StallFor(null), stall),
        ];
        foreach (var (name, fault, within) in breaks)
        {
            foreach (var scenario in Broken(name, fault))
            {
                yield return scenario with
                {
                    Within = within,
                };
            }
        }

        yield return Always("cut after two thirds, plain answer", Fault.CutAfter(0.66)) with
        {
            PlainOnly = true,
        };
    }

    private static IEnumerable<FaultScenario> Broken(string name, Fault fault)
    {
        var broken = Always(name, fault) with { StreamedOnly = true };
        yield return broken with
        {
            Name = $"{name}, CommitOn.Completion",
            Configure = static role =>
                role.FallBackTo(Providers.Beta).CommitOn(CommitOn.Completion),
        };
        yield return broken with
        {
            Name = name,
        };
        yield return broken with
        {
            Name = $"{name}, Continue off",
            Configure = static role => role.FallBackTo(Providers.Beta).Continue(false),
            ServedBy = null,
            Error = RouterErrorCode.StreamInterrupted,
            MostFallback = 0,
        };
        yield return broken with
        {
            Name = $"{name}, fallback rejects the prefix",
            Arrange = providers =>
            {
                broken.Arrange(providers);
                providers.Fallback.Fail(
                    new()
                    {
                        Fault = new(FaultKind.RejectAssistantPrefix),
                        When = new() { LastRole = "assistant" },
                    }
                );
            },
            ServedBy = null,
            Error = RouterErrorCode.StreamInterrupted,
        };
    }

    private static IEnumerable<FaultScenario> WithTools()
    {
        yield return new("none, with a tool", static _ => { })
        {
            WithTools = true,
            ServedBy = Providers.Alpha,
            MostPrimary = 2,
        };
        yield return new("503 after the tool ran", FailWith(503, "1-"))
        {
            WithTools = true,
            MostPrimary = 2,
        };
        yield return new(
            "tool call cut off",
            static providers =>
                providers.Primary.Fail(
                    new()
                    {
                        Fault = Fault.CutAfter(0.5),
                        When = new() { HasToolResults = false },
                    }
                )
        )
        {
            WithTools = true,
            // The tool's result may go back to the first provider: only its tool calls break.
            MostPrimary = 3,
            MostFallback = 2,
        };
        yield return new(
            "tool call that is not JSON",
            static providers =>
                providers.Primary.Fail(
                    new()
                    {
                        Fault = new(FaultKind.BadToolArguments),
                        When = new() { HasToolResults = false },
                    }
                )
        )
        {
            WithTools = true,
            MostPrimary = 3,
            MostFallback = 2,
        };
    }

    private static Action<Providers> FailWith(int status, string toolResults) =>
        providers =>
            providers.Primary.Fail(
                new()
                {
                    Fault = Fault.WithStatus(status),
                    When = new() { ToolResults = toolResults },
                }
            );

    private static FaultScenario Once(string name, Fault fault) =>
        new(name, providers => providers.Primary.FailNext(fault));

    private static FaultScenario Always(string name, Fault fault) =>
        new(name, providers => providers.Primary.Fail(new() { Fault = fault }))
        {
            ServedBy = Providers.Beta,
        };
}
