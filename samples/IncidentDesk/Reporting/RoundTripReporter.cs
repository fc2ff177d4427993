using SkRouter.Filters;
using SkRouter.Pipeline;

namespace IncidentDesk.Reporting;

/// <summary>Says which model answered each round trip, and what failed on the way.</summary>
internal sealed class RoundTripReporter(DeskProgress progress) : IModelInvocationFilter
{
    public Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    )
    {
        context.OnSettled(record =>
        {
            Report(record);
            return ValueTask.CompletedTask;
        });
        return next(context);
    }

    private void Report(DecisionRecord record)
    {
        if (record.Loop is { } loop)
        {
            progress.Say(record.Agent, $"! {loop}");
        }

        foreach (
            var attempt in record.Attempts.Where(static attempt => attempt.FailureKind is not null)
        )
        {
            progress.Say(
                record.Agent,
                $"! {attempt.Model} failed: {attempt.Reason ?? attempt.FailureKind.ToString()}"
            );
        }

        progress.Say(
            record.Agent,
            record.Model is null
                ? $"! no model answered: {record.Error}"
                : FormattableString.Invariant(
                    $"{(record.FellBack ? "goes on with" : "asked")} {record.Model}: {record.Usage.InputTokens} tokens in, {record.Usage.OutputTokens} out, {record.Duration.TotalMilliseconds:0} ms"
                )
        );
    }
}
