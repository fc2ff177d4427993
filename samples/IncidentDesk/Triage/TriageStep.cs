using IncidentDesk.Desk;
using IncidentDesk.Reporting;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;

namespace IncidentDesk.Triage;

/// <summary>Has all lines labelled in batches, several at a time. Each batch is a conversation of its own, so none of them grows.</summary>
internal sealed class TriageStep(AIAgent agent, StepJournal steps, DeskProgress progress)
    : Executor<CaseFile, CaseFile>(Name)
{
    public const string Name = "triage";

    private const int BatchLines = 60;
    private const int Parallel = 3;

    public override async ValueTask<CaseFile> HandleAsync(
        CaseFile message,
        IWorkflowContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (steps.Replay(Name) is { } done)
        {
            progress.Say(Name, "was done before");
            return done.File;
        }

        var batches = message.Lines.Chunk(BatchLines).ToList();
        progress.Say(
            Name,
            FormattableString.Invariant(
                $"labels {message.Lines.Count} log lines in {batches.Count} batches"
            )
        );
        var labels = new IReadOnlyList<LineLabel>[batches.Count];
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, batches.Count),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Parallel,
                CancellationToken = cancellationToken,
            },
            async (i, cancellation) => labels[i] = await LabelAsync(batches[i], cancellation)
        );
        var result = new TriageResult(
            [.. message.Lines.Zip(labels.SelectMany(static batch => batch))],
            message.LinesLeftOut
        );
        progress.Say(
            Name,
            FormattableString.Invariant(
                $"done: {result.Count(LineLabel.Noise)} noise, {result.Count(LineLabel.Symptom)} symptom, {result.Count(LineLabel.Suspect)} suspect, {result.Count(LineLabel.Change)} change, {result.Count(LineLabel.Unlabelled)} without a label"
            )
        );
        var file = message with { Triage = result };
        steps.Save(Name, new(file, Session: null));
        return file;
    }

    private async Task<IReadOnlyList<LineLabel>> LabelAsync(
        LogLine[] batch,
        CancellationToken cancellation
    )
    {
        var lines = batch.Select((line, i) => FormattableString.Invariant($"{i + 1}: {line.Text}"));
        var response = await agent.RunAsync(
            string.Join('\n', lines),
            cancellationToken: cancellation
        );
        var labels = TriageAnswer.Read(response.Text, batch.Length);
        progress.Say(
            Name,
            FormattableString.Invariant(
                $"{batch[0].File}:{batch[0].Number} and on: {labels.Count(label => label is not LineLabel.Noise and not LineLabel.Unlabelled)} of {batch.Length} lines matter"
            )
        );
        return labels;
    }
}
