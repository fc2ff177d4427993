using SkRouter.DependencyInjection;
using SkRouter.Pipeline;

namespace SkRouter.Escalation;

/// <summary>What became of runs. Roles with <see cref="RoleOptions.EscalateWithin"/> learn from it which runs should go on with a stronger model.</summary>
public sealed class RunOutcomes
{
    private readonly Escalations _escalations;

    internal RunOutcomes(Escalations escalations) => _escalations = escalations;

    /// <summary>
    /// Tells what became of a run: its tests passed, its result was used, a person did the work again. What the run does afterwards counts as another task.
    /// </summary>
    /// <param name="run">The run, as <see cref="DecisionRecord.Run"/> of its records has it.</param>
    /// <param name="score">0 (failed) to 1 (as good as it gets).</param>
    /// <param name="agent">The agent whose part it is about; null for all of the run.</param>
    /// <returns>False if no role that learns took part in the run, or the run is so old that it has been forgotten.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is not between 0 and 1.</exception>
    public bool Report(string run, double score, string? agent = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return _escalations.Report(run, agent, Score(score));
    }

    /// <summary>
    /// Tells the result of a check in the middle of a run, such as a test or a query that was tried. It is one of the signals by which roles decide.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="score">0 (failed) to 1 (passed).</param>
    /// <returns>False if no role that learns took part in the run.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is not between 0 and 1.</exception>
    public bool ReportCheck(string run, double score)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return _escalations.Checked(run, Score(score));
    }

    /// <summary>Estimates how good the result of a run is, so that an app can have the work done again before anybody sees it.</summary>
    /// <param name="run">The run.</param>
    /// <returns>Null if no role that learns took part in the run, or it went on with a stronger model already.</returns>
    public RunAssessment? Assess(string run)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return _escalations.Assess(run);
    }

    /// <exception cref="ArgumentOutOfRangeException">The score is not between 0 and 1.</exception>
    internal static double Score(double score) =>
        score is >= 0 and <= 1
            ? score
            : throw new ArgumentOutOfRangeException(
                nameof(score),
                score,
                "A score is between 0 and 1."
            );
}
