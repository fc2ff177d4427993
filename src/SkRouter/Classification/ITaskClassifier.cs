namespace SkRouter.Classification;

/// <summary>Says what kind of task a round trip is and how hard. Register your own to replace the built-in one.</summary>
/// <remarks>Called once for each round trip, on the caller's thread, from many threads at once: it must be fast and must not throw.</remarks>
public interface ITaskClassifier
{
    /// <summary>Classifies one round trip.</summary>
    /// <param name="text">What is known of the round trip.</param>
    TaskProfile Classify(in TaskText text);
}
