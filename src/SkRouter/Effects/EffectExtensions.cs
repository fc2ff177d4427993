using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Effects;

/// <summary>Marks tools as having effects.</summary>
public static class EffectExtensions
{
    /// <summary>
    /// The tool with its effects recorded: each logical call gets an idempotency key and is made once. When a run is taken up again after a crash
    /// and makes the call again, it gets the recorded result. A logical call is the same tool with the same arguments, by the same agent, for the
    /// same number of times in the same piece of work. For Semantic Kernel, follow it with <c>AsKernelFunction()</c>.
    /// </summary>
    /// <param name="tool">The tool.</param>
    /// <param name="ledger">Where its calls are recorded.</param>
    /// <param name="router">The router whose runs they belong to.</param>
    /// <param name="rules">How they are recorded; null for the defaults.</param>
    public static AIFunction WithRecordedEffects(
        this AIFunction tool,
        IEffectLedger ledger,
        ModelRouter router,
        EffectRules? rules = null
    )
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(router);
        return new RecordedTool(tool, ledger, router, rules ?? new());
    }
}
