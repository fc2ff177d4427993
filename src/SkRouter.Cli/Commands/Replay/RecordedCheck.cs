using System.Globalization;
using SkRouter.Pipeline;
using SkRouter.Policies;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>A check that is never wrong: it knows the recorded score. A real check does worse, so a cascade's replay is an upper bound.</summary>
internal sealed class RecordedCheck : IAnswerCheck
{
    public const string CheckName = "Recorded";

    public string Name => CheckName;

    public ValueTask<string?> CheckAsync(
        ModelInvocationContext context,
        string text,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            double.Parse(text, CultureInfo.InvariantCulture) >= ReplaySettings.Good
                ? null
                : "its recorded score is too low"
        );
}
