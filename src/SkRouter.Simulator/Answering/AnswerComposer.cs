using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Answering;

/// <summary>Makes the answer to a request from the first rule that applies.</summary>
internal static class AnswerComposer
{
    private const int EchoLength = 200;
    private static readonly CompiledAnswer Nothing = new()
    {
        Source = new(),
        ArgumentTexts = new Dictionary<string, Template>(),
    };

    public static ComposedAnswer Compose(
        IEnumerable<CompiledRule> rules,
        SimulatedRequest request,
        Fault? fault,
        Func<string, int, string> newCallId
    )
    {
        foreach (var rule in rules)
        {
            if (rule.Matches(request, out var captures))
            {
                return Compose(rule.Next(UsesUp(fault)), request, captures, fault, newCallId);
            }
        }

        var user = request.User.Length > EchoLength ? request.User[..EchoLength] : request.User;
        return Finish(Nothing, $"Echo from {request.Model}: {user}", [], request, fault);
    }

    private static ComposedAnswer Compose(
        CompiledAnswer answer,
        SimulatedRequest request,
        Captures captures,
        Fault? fault,
        Func<string, int, string> newCallId
    )
    {
        var calls = new List<SentToolCall>(answer.Source.ToolCalls.Count);
        foreach (var call in answer.Source.ToolCalls)
        {
            var arguments = answer.RenderArguments(call, request, captures);
            var sent =
                fault?.Kind == FaultKind.BadToolArguments
                    ? arguments[..(arguments.Length / 2)]
                    : arguments;
            var name = ToolNames.Resolve(call.Name, request.Tools);
            calls.Add(new(newCallId(name, calls.Count), name, sent));
        }

        var finished = Finish(answer, answer.RenderText(request, captures), calls, request, fault);
        return
            request.Thinks && fault?.Kind is not (FaultKind.EmptyAnswer or FaultKind.ContentFilter)
            ? Reasoned(finished, answer, answer.Reasoning?.Render(request, captures))
            : finished;
    }

    private static ComposedAnswer Finish(
        CompiledAnswer answer,
        string? text,
        List<SentToolCall> calls,
        SimulatedRequest request,
        Fault? fault
    )
    {
        var reason = answer.Source.FinishReason ?? (calls.Count > 0 ? "tool_calls" : "stop");
        if (fault?.Kind is FaultKind.EmptyAnswer or FaultKind.ContentFilter)
        {
            (text, calls, reason) = ("", [], "stop");
        }
        else if (fault?.Kind == FaultKind.ContentFilterFinish)
        {
            (text, calls, reason) = (Share(text, fault.Share), [], "content_filter");
        }

        if (request.MaxTokens is { } most && text is not null && TokenEstimator.Count(text) > most)
        {
            (text, calls, reason) = (TokenEstimator.Take(text, most), [], "length");
        }

        return new()
        {
            Text = text,
            ToolCalls = calls,
            FinishReason = reason,
            Usage = Usage(answer.Source.Usage, text, calls, request),
            TellUsage = answer.Source.Usage?.Missing != true,
            WebSearches = answer.Source.Usage?.WebSearches ?? 0,
            CostUsd = answer.Source.Usage?.CostUsd,
            IsBlocked = fault?.Kind == FaultKind.ContentFilter,
            Raw = answer.Source.Raw,
            FirstTokenMs = answer.Source.FirstTokenMs,
        };
    }

    private static TokenUsage Usage(
        UsageOverride? scripted,
        string? text,
        List<SentToolCall> calls,
        SimulatedRequest request
    )
    {
        var completion = TokenEstimator.Count(text) + (scripted?.ReasoningTokens ?? 0);
        foreach (var call in calls)
        {
            completion +=
                TokenEstimator.PerMessage
                + TokenEstimator.Count(call.Name)
                + TokenEstimator.Count(call.Arguments);
        }

        return new(
            scripted?.PromptTokens ?? request.PromptTokens,
            scripted?.CompletionTokens ?? completion,
            scripted?.CachedTokens ?? 0,
            scripted?.ReasoningTokens ?? 0,
            (scripted?.CacheWriteTokens ?? 0) + (scripted?.CacheWriteHourTokens ?? 0),
            scripted?.CacheWriteHourTokens ?? 0
        );
    }

    private static ComposedAnswer Reasoned(
        ComposedAnswer finished,
        CompiledAnswer answer,
        string? reasoning
    )
    {
        if (reasoning is null || answer.Source.Usage?.ReasoningTokens > 0)
        {
            return finished with { Reasoning = reasoning };
        }

        var tokens = TokenEstimator.Count(reasoning);
        var usage = finished.Usage;
        return finished with
        {
            Reasoning = reasoning,
            Usage = usage with
            {
                ReasoningTokens = tokens,
                CompletionTokens =
                    answer.Source.Usage?.CompletionTokens ?? usage.CompletionTokens + tokens,
            },
        };
    }

    private static string Share(string? text, double share) =>
        text is null ? "" : TokenEstimator.Take(text, (long)(TokenEstimator.Count(text) * share));

    /// <summary>Only an answer that arrives whole moves a sequence on.</summary>
    private static bool UsesUp(Fault? fault) =>
        fault?.Kind
            is null
                or FaultKind.SlowFirstToken
                or FaultKind.MissingDone
                or FaultKind.MalformedEvent
        || fault is { Kind: FaultKind.Stall, DelayMs: not null };
}
