using System.Globalization;
using SkRouter.Loops;
using SkRouter.Pipeline;

namespace SkRouter.Escalation;

/// <summary>Before the ranking: whether the run goes on with a stronger model, by what its role has learned of earlier runs.</summary>
internal sealed class EscalationStage(Escalations escalations)
{
    public void Run(ModelInvocationContext context)
    {
        // A call that names no run is a run of its own: nothing came before it.
        if (
            context.RoleModel.EscalateWithin is null
            || context.IsPreview
            || context.Run == context.Id
            || context.Pinned is not null
        )
        {
            return;
        }

        var role = escalations.Of(context.RoleModel)!;
        var progress = escalations.ProgressOf(context);
        if (progress.SwitchedAt is null && progress.RoundTrips > 0)
        {
            Decide(context, role, progress);
        }

        if (progress.SwitchedAt is not null)
        {
            // The strongest: what is between has shown nothing yet that would speak for it.
            context.Escalation = int.MaxValue;
        }
    }

    private void Decide(ModelInvocationContext context, RoleEscalation role, RunProgress progress)
    {
        var signals = progress.Complete(
            ConversationSignals.Read(
                new ConversationReader(context.Request),
                progress.Model,
                progress.RoundTrips
            ),
            BudgetLeft(context)
        );
        var point = RunPoint.Of(signals);
        var chance = role.Chance(point);
        progress.Note(signals, point, chance);
        var plan = role.PlanFor(progress.Model);
        if (ReferenceEquals(plan, EscalationPlan.Never))
        {
            return;
        }

        var so = string.Create(
            CultureInfo.InvariantCulture,
            $"chance of success {chance:0.00} after {progress.RoundTrips} round trips with {progress.Model}, learned from {role.Runs} runs"
        );
        if (!plan.IsDue(progress.RoundTrips, chance))
        {
            context.Note($"stays: {so}");
        }
        else if (progress.IsLeftOut(role.Exploration, escalations.Random))
        {
            context.Note(
                $"stays although a stronger model is due, to learn what becomes of such runs: {so}"
            );
        }
        else
        {
            progress.Switch();
            context.Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"goes on with a stronger model: {so}, below {plan.During:0.00}"
                )
            );
        }
    }

    private static double BudgetLeft(ModelInvocationContext context) =>
        context.RunBudget is { BudgetUsd: { } limit and > 0, RemainingUsd: { } left }
            ? (double)Math.Clamp(left / limit, 0, 1)
            : 1;
}
