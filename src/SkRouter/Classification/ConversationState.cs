namespace SkRouter.Classification;

/// <summary>What the state of a conversation adds to what the words of its task say.</summary>
/// <remarks>
/// Set by hand and modest, because no public outcomes record it: each term moves log-odds by less than a clear wording does.
/// A fresh request without tools is moved by nothing, so that what was measured on single prompts holds for it exactly.
/// </remarks>
internal static class ConversationState
{
    private const float PerFailedAttempt = 0.8f;
    private const int FailuresCounted = 3;
    private const float PerDoublingOfToolResults = 0.15f;
    private const float PerDoublingOfTools = 0.1f;
    private const float PerDoublingOfTurns = 0.05f;
    private const float PerDoublingOfInstructions = 0.1f;
    private const int PlainTurns = 2;
    private const int PlainInstructions = 2000;
    private const float ToolsSpeakForAgentic = 2f;
    private const float ToolResultsSpeakForAgentic = 2.5f;
    private const float SchemaSpeaksForExtraction = 0.7f;

    /// <summary>By how much the log-odds that a cheap model suffices fall.</summary>
    internal static float Burden(in TaskText text) =>
        (PerFailedAttempt * Math.Clamp(text.FailedAttempts, 0, FailuresCounted))
        + (PerDoublingOfToolResults * Doublings(text.ToolResults + 1L, 1))
        + (PerDoublingOfTools * Doublings(text.ToolsOffered + 1L, 1))
        + (PerDoublingOfTurns * Doublings(text.Turns, PlainTurns))
        + (
            PerDoublingOfInstructions * Doublings(text.Instructions?.Length ?? 0, PlainInstructions)
        );

    /// <summary>Adds to the log-odds of the categories.</summary>
    internal static void Lean(in TaskText text, Span<float> categories)
    {
        categories[(int)TaskCategory.AgenticTool] +=
            (text.ToolsOffered > 0 ? ToolsSpeakForAgentic : 0)
            + (text.ToolResults > 0 ? ToolResultsSpeakForAgentic : 0);
        categories[(int)TaskCategory.ExtractClassify] += text.WantsJsonSchema
            ? SchemaSpeaksForExtraction
            : 0;
    }

    private static float Doublings(long count, long plain)
    {
        const int most = 6;
        return count <= plain
            ? 0
            : Math.Min(
                most,
                (float)(PortableMath.Log((double)count / plain) / PortableMath.Log(2))
            );
    }
}
