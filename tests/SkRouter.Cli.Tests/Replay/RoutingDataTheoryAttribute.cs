namespace SkRouter.Cli.Tests.Replay;

/// <summary>A theory over the recorded outcomes; skipped where they are not.</summary>
internal sealed class RoutingDataTheoryAttribute : TheoryAttribute
{
    public RoutingDataTheoryAttribute()
    {
        if (RoutingData.Folder is null)
        {
            Skip =
                $"No recorded outcomes: put them at ../shared/routing beside the repository or name the folder in {RoutingData.Variable}.";
        }
    }
}
