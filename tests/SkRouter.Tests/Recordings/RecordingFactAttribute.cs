namespace SkRouter.Tests.Recordings;

/// <summary>A fact about the recordings; skipped with a message where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingFactAttribute : FactAttribute
{
    public RecordingFactAttribute() => Skip = RecordingsFolder.WhyMissing;
}
