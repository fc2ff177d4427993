using SkRouter.Cli.Commands.Route;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>The one entry point of a replay for a command: reads the files, replays with progress, prints, draws.</summary>
internal static class ReplayRun
{
    /// <exception cref="CommandException">A file, a line of it, a price or the policy is wrong.</exception>
    public static async Task ExecuteAsync(
        CommandOutput output,
        ReplayRequest request,
        CancellationToken cancellationToken
    )
    {
        RecordedOutcome[] outcomes = [.. request.Data.SelectMany(OutcomeFile.Read)];
        var models = ReplayPrices.Find(outcomes, request.Prices, request.Config);
        var replay = new PolicyReplay(request.Settings);
        var report = await output
            .Progress.Progress()
            .AutoClear(true)
            .StartAsync(progress =>
            {
                var task = progress.AddTask("replaying", maxValue: outcomes.Length);
                return replay.RunAsync(
                    outcomes,
                    models,
                    done => task.Value = done,
                    cancellationToken
                );
            })
            .ConfigureAwait(false);
        if (request.Json)
        {
            output.Json(report);
        }
        else
        {
            ReplayText.Write(output, report);
        }

        if (request.Picture is { } picture)
        {
            await File.WriteAllTextAsync(picture, ReplayPicture.Draw(report), cancellationToken)
                .ConfigureAwait(false);
            output.Progress.WriteLine($"Picture: {picture}");
        }
    }
}
