namespace SkRouter.Connectors.Tests.Replay;

internal sealed class RecordingsFactAttribute : FactAttribute
{
    public const string Missing =
        "No recorded exchanges: put them at ../shared/recordings or name the folder in SKROUTER_RECORDINGS.";

    public RecordingsFactAttribute()
    {
        if (RecordingsFolder.Path is null)
        {
            Skip = Missing;
        }
    }
}
