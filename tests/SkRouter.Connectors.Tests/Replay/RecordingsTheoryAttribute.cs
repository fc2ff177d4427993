namespace SkRouter.Connectors.Tests.Replay;

internal sealed class RecordingsTheoryAttribute : TheoryAttribute
{
    public RecordingsTheoryAttribute()
    {
        if (RecordingsFolder.Path is null)
        {
            Skip = RecordingsFactAttribute.Missing;
        }
    }
}
