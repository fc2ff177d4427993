using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Loops;

/// <summary>
/// Between profile and shortlist: whether the caller goes in circles, and what its role wants done about it. What the model is sent may
/// change; the caller's own conversation never does.
/// </summary>
internal sealed class LoopStage(RepeatedCalls calls, RunHistories runs, ILogger<ModelRouter> logger)
{
    public void Run(ModelInvocationContext context)
    {
        var rules = context.RoleModel.Loops;
        if (rules.UpTo is LoopStep.Off || Find(context, rules) is not { } reading)
        {
            return;
        }

        var step = rules.StepAt(reading.Count);
        if (step is LoopStep.Off)
        {
            return;
        }

        var sighting = new LoopSighting(reading.Kind, reading.Count, step)
        {
            Tool = MostCalled(reading),
            Withheld = step >= LoopStep.Block ? Withheld(context, reading, rules) : [],
        };
        context.Loop = sighting;
        context.Note(sighting.ToString());
        if (context.IsPreview)
        {
            return;
        }

        Tell(context, sighting);
        Act(context, sighting, rules);
    }

    private LoopReading? Find(ModelInvocationContext context, LoopRules rules)
    {
        var conversation = new ConversationReader(context.Request);
        if (conversation.Count == 0)
        {
            return null;
        }

        var worst = Worse(calls.Find(conversation, rules), RepeatedText.Find(conversation));
        // A call that names no run is a run of its own: nothing came before it.
        return context.Run == context.Id || context.IsPreview
            ? worst
            : Worse(worst, runs.Of(context.Run).Turn(context.Agent, conversation));
    }

    private static LoopReading? Worse(LoopReading? one, LoopReading? other) =>
        one is null ? other
        : other is null || one.Value.Count >= other.Value.Count ? one
        : other;

    private void Act(ModelInvocationContext context, LoopSighting sighting, LoopRules rules)
    {
        if (sighting.Step is LoopStep.Stop)
        {
            throw new RouterException(
                RouterErrorCode.LoopDetected,
                $"Role '{context.Role}', agent '{context.Agent}' goes in circles: {sighting.Describe()}. Change what the agent is asked, or raise StopAt or lower UpTo in the Loops of the role."
            );
        }

        if (sighting.Step >= LoopStep.Steer)
        {
            context.Request = SteeredRequest.Of(context.Request, sighting);
        }

        if (sighting.Step >= LoopStep.Escalate && MayEscalate(context, sighting, rules))
        {
            context.Escalation = sighting.Count - rules.DueAt[(int)LoopStep.Escalate];
        }
    }

    /// <summary>Both the one circle and the whole run are bounded.</summary>
    private bool MayEscalate(
        ModelInvocationContext context,
        LoopSighting sighting,
        LoopRules rules
    ) =>
        sighting.Count < rules.DueAt[(int)LoopStep.Escalate] + rules.MaxEscalations
        && (context.Run == context.Id || runs.Of(context.Run).TakeEscalation(rules.MaxEscalations));

    private static string? MostCalled(LoopReading reading) =>
        reading.Counts.Count == 0 ? null : reading.Counts.MaxBy(tool => tool.Value).Key;

    private static IReadOnlyList<string> Withheld(
        ModelInvocationContext context,
        LoopReading reading,
        LoopRules rules
    )
    {
        var due = rules.DueAt[(int)LoopStep.Block];
        return
        [
            .. OfferedTools
                .Names(context.Request)
                .Where(name =>
                    reading.Kind is LoopKind.PingPong
                        ? OfferedTools.HandsOver(name)
                        : reading.Counts.Any(tool =>
                            tool.Value >= due && OfferedTools.IsSame(tool.Key, name)
                        )
                ),
        ];
    }

    private void Tell(ModelInvocationContext context, LoopSighting sighting)
    {
        logger.LoopSeen(
            sighting.Step is LoopStep.Observe ? LogLevel.Information : LogLevel.Warning,
            context.Role,
            context.Agent,
            context.Run,
            sighting
        );
        Activity.Current?.AddEvent(
            new(
                TelemetryNames.LoopEvent,
                tags: new()
                {
                    [TelemetryNames.LoopKind] = sighting.Kind.ToString(),
                    [TelemetryNames.LoopStep] = sighting.Step.ToString(),
                    [TelemetryNames.LoopCount] = sighting.Count,
                }
            )
        );
    }
}
