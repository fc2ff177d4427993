using SkRouter.Budgets;

namespace SkRouter.Pipeline;

/// <summary>Stage 5: holds what the round trip may cost at worst in every budget that it falls under, before any of it is spent.</summary>
internal sealed class ReserveStage(BudgetGate gate, WorstCase worstCase)
{
    private const long UsualOutput = 1_024;

    /// <summary>The output that was asked for at most, else a usual one.</summary>
    public static long ExpectedOutput(Needs needs) =>
        needs.OutputTokens > 0 ? needs.OutputTokens : UsualOutput;

    /// <summary>The figure alone; nothing is held.</summary>
    public void Estimate(ModelInvocationContext context) =>
        context.WorstCaseUsd = worstCase.Of(context);

    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    public ValueTask RunAsync(ModelInvocationContext context)
    {
        Estimate(context);
        return gate.IsOpen(context) ? default : gate.HoldAsync(context);
    }
}
