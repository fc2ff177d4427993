using IncidentDesk.Reporting;
using Microsoft.Agents.AI.Workflows;

namespace IncidentDesk.Desk;

/// <summary>Runs the workflow to its end.</summary>
internal static class DeskRun
{
    /// <returns>The case with everything that the team added.</returns>
    /// <exception cref="InvalidOperationException">A desk failed; the inner exception says why.</exception>
    public static async Task<CaseFile> ToEndAsync(
        Workflow workflow,
        CaseFile file,
        DeskProgress progress,
        CancellationToken cancellation
    )
    {
        CaseFile? done = null;
        await using var run = await InProcessExecution.RunStreamingAsync(
            workflow,
            file,
            cancellationToken: cancellation
        );
        await foreach (var happened in run.WatchStreamAsync(cancellation))
        {
            switch (happened)
            {
                case WorkflowOutputEvent { Data: CaseFile output }:
                    done = output;
                    break;
                case ExecutorFailedEvent failed:
                    progress.Say(failed.ExecutorId, $"failed: {Root(failed.Data)?.Message}");
                    throw new InvalidOperationException(
                        $"{failed.ExecutorId} could not finish",
                        Root(failed.Data)
                    );
                case WorkflowErrorEvent error:
                    throw new InvalidOperationException(
                        "the workflow failed",
                        Root(error.Exception)
                    );
            }
        }

        cancellation.ThrowIfCancellationRequested();
        return done ?? throw new InvalidOperationException("the workflow ended without a report");
    }

    // The framework wraps what a desk throws.
    private static Exception? Root(Exception? exception) =>
        exception is System.Reflection.TargetInvocationException { InnerException: { } inner }
            ? Root(inner)
            : exception;
}
