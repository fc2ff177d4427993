using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Answering;

/// <summary>A fault rule that is ready to be matched, with what is left of it.</summary>
internal sealed class CompiledFault(
    FaultRule rule,
    NumberSelector? requests,
    CompiledCondition? condition
)
{
    private int _used;

    public Fault Fault => rule.Fault;

    public bool Applies(SimulatedRequest request, TimeSpan sinceStart, Random random)
    {
        var applies =
            requests?.Contains(request.Number) != false
            && !(rule.FromMs > sinceStart.TotalMilliseconds)
            && !(rule.UntilMs <= sinceStart.TotalMilliseconds)
            && (
                rule.Fault.Kind != FaultKind.RejectAssistantPrefix
                || request.LastRole == "assistant"
            )
            && condition?.Matches(request, out _) != false
            && (rule.Probability is not { } chance || random.NextDouble() < chance);

        return applies
            && (rule.Times is not { } times || Interlocked.Increment(ref _used) <= times);
    }
}
