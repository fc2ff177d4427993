namespace SkRouter.Tests.Recordings;

/// <summary>A theory over the recordings; skipped with a message where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingTheoryAttribute : TheoryAttribute
{
    public RecordingTheoryAttribute() => Skip = RecordingsFolder.WhyMissing;
}
